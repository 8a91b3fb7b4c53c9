import HookModel
import JSON

@testable import Dialects

/// What an agent made of a reply.
struct Reading: Equatable {
  /// What happens to the thing that the event is about.
  enum Outcome: Equatable {
    /// It goes on as if there were no hook.
    case proceeds
    /// It is kept from happening; at Stop, the agent goes on working.
    case refused
    /// The agent's person is asked.
    case asked
    /// It goes on without the agent's own question.
    case approved
    /// It goes on with another input.
    case rewritten
  }
  var outcome = Outcome.proceeds
  /// The texts that the model reads because of the hook.
  var model: [String] = []
  /// The texts that the person sees.
  var person: [String] = []
  /// Whether the tool's result, once there was one, still reaches the model.
  var keepsToolOutput = true
  /// Why the agent threw the answer away, if it did.
  var rejected: String?

  static func thrownAway(_ why: String) -> Reading { Reading(rejected: why) }
}

/// Claude Code 2.1.329 as it was measured: exit code 2 blocks, JSON is read on every exit code, a null or a wrong event
/// name voids it, plain text is context on three events and an instruction on PreCompact.
enum ClaudeReader {
  static let contextEvents: Set<String> = [
    "SessionStart", "Setup", "UserPromptSubmit", "UserPromptExpansion", "PreToolUse", "PostToolUse",
    "PostToolUseFailure", "PostToolBatch", "SubagentStart", "Stop", "SubagentStop", "PostModelSwitch",
  ]
  static let refusable: Set<String> = [
    "PreToolUse", "UserPromptSubmit", "UserPromptExpansion", "Stop", "SubagentStop", "TeammateIdle", "TaskCreated",
    "TaskCompleted", "ConfigChange", "PostToolBatch", "PreCompact", "PreModelSwitch", "Elicitation",
    "ElicitationResult",
  ]

  static func read(_ reply: Reply, at event: String) -> Reading {
    var reading = Reading()
    let body = reply.output.drop { $0 == " " || $0 == "\n" }
    var json: JSONValue?
    if body.first == "{" { json = try? JSONParser.parse(Array(body.utf8)) }
    if json == nil, !body.isEmpty {
      guard event == "UserPromptSubmit" || event == "SessionStart" else { return .thrownAway("plain text") }
      reading.model.append(String(body))
    }
    if event == "PreCompact", !reply.output.isEmpty {
      reading.model.append(reply.output)
      return reading
    }
    if let json {
      if hasNull(json) { return .thrownAway("null") }
      if let specific = json["hookSpecificOutput"], specific["hookEventName"]?.string != event {
        return .thrownAway("hookEventName")
      }
      if let decision = json["decision"], !["approve", "block"].contains(decision.string) {
        return .thrownAway("decision")
      }
      apply(json, at: event, to: &reading)
    }
    if reply.exitCode == 2 { exitTwo(reply, json, at: event, to: &reading) }
    return reading
  }

  private static func apply(_ json: JSONValue, at event: String, to reading: inout Reading) {
    if let text = json["systemMessage"]?.string { reading.person.append(text) }
    let specific = json["hookSpecificOutput"]
    if let context = specific?["additionalContext"]?.string {
      if contextEvents.contains(event) { reading.model.append(context) }
      if event == "Stop" || event == "SubagentStop" { reading.outcome = .refused }
    }
    if specific?["updatedInput"] != nil, event == "PreToolUse" { reading.outcome = .rewritten }
    switch specific?["permissionDecision"]?.string {
    case "deny" where event == "PreToolUse":
      reading.outcome = .refused
      reading.model.append(specific?["permissionDecisionReason"]?.string ?? "Blocked by hook")
    case "ask" where event == "PreToolUse":
      reading.outcome = .asked
      reading.person.append(specific?["permissionDecisionReason"]?.string ?? "")
    case "allow" where event == "PreToolUse":
      if reading.outcome == .proceeds { reading.outcome = .approved }
    default: break
    }
    if event == "PermissionRequest", let decision = specific?["decision"] {
      reading.outcome = decision["behavior"]?.string == "allow" ? .approved : .refused
      if let message = decision["message"]?.string { reading.model.append(message) }
    }
    guard json["decision"]?.string == "block" else { return }
    let reason = json["reason"]?.string ?? "Blocked by hook"
    switch event {
    case "PostToolUse", "PostToolUseFailure": reading.model.append(reason)
    case "UserPromptSubmit", "ConfigChange":
      reading.outcome = .refused
      reading.person.append(reason)
    case "Stop", "SubagentStop":
      reading.outcome = .refused
      reading.model += [reason, reason]
    default: break
    }
  }

  private static func exitTwo(_ reply: Reply, _ json: JSONValue?, at event: String, to reading: inout Reading) {
    let alreadySaid = reading.outcome == .refused
    let stderr = reply.diagnostics.isEmpty ? "No stderr output" : reply.diagnostics
    if refusable.contains(event) { reading.outcome = .refused }
    guard !alreadySaid else { return }
    switch event {
    case "PreToolUse", "PostToolUse", "PostToolUseFailure", "Stop", "SubagentStop": reading.model.append(stderr)
    default: reading.person.append(stderr)
    }
  }

  private static func hasNull(_ value: JSONValue) -> Bool {
    switch value {
    case .null: true
    case .object(let members): members.contains { hasNull($0.value) }
    default: false
    }
  }
}

/// Codex 0.163.0 as it was measured: closed objects, exit code 2 counts only with something on stderr, any other code
/// voids the answer, `ask` and a bare `allow` are rejected.
enum CodexReader {
  static let contextEvents: Set<String> = [
    "SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "SubagentStart",
  ]
  static let refusable: Set<String> = ["PreToolUse", "UserPromptSubmit", "Stop", "SubagentStop", "PermissionRequest"]

  static func read(_ reply: Reply, at event: String) -> Reading {
    var reading = Reading()
    switch reply.exitCode {
    case 0: break
    case 2:
      guard !reply.diagnostics.isEmpty else { return .thrownAway("exit 2 without a reason") }
      if refusable.contains(event) {
        reading.outcome = .refused
        if event == "UserPromptSubmit" {
          reading.person.append(reply.diagnostics)
        } else {
          reading.model.append(reply.diagnostics)
        }
        return reading
      }
      guard event == "PostToolUse" else { return .thrownAway("exit 2") }
      reading.model.append(reply.diagnostics)
      reading.keepsToolOutput = false
      return reading
    default: return .thrownAway("exit \(reply.exitCode)")
    }
    guard !reply.output.isEmpty else { return reading }
    guard let first = reply.output.first, first == "{", let json = try? JSONParser.parse(Array(reply.output.utf8))
    else { return .thrownAway("no JSON") }
    if event == "SessionEnd" { return .thrownAway("output at SessionEnd") }
    return apply(json, at: event)
  }

  private static func apply(_ json: JSONValue, at event: String) -> Reading {
    var reading = Reading()
    for member in json.members ?? [] {
      switch member.name {
      case "systemMessage": reading.person.append(member.value.string ?? "")
      case "hookSpecificOutput": break
      default: return .thrownAway("member \(member.name)")
      }
    }
    guard let specific = json["hookSpecificOutput"] else { return reading }
    guard specific["hookEventName"]?.string == event else { return .thrownAway("hookEventName") }
    for member in specific.members ?? [] {
      switch member.name {
      case "hookEventName": break
      case "additionalContext" where contextEvents.contains(event):
        reading.model.append(member.value.string ?? "")
      case "permissionDecision" where event == "PreToolUse":
        guard member.value == "allow", specific["updatedInput"]?["command"]?.string != nil else {
          return .thrownAway("permissionDecision")
        }
        reading.outcome = .rewritten
      case "updatedInput" where event == "PreToolUse":
        guard specific["permissionDecision"] == "allow" else { return .thrownAway("updatedInput") }
      case "decision" where event == "PermissionRequest":
        guard member.value == ["behavior": "allow"] else { return .thrownAway("decision") }
        reading.outcome = .approved
      default: return .thrownAway("member hookSpecificOutput.\(member.name)")
      }
    }
    return reading
  }
}

/// Devin as its pages have it; what they do not promise counts as ignored.
enum DevinReader {
  static func read(_ reply: Reply, at event: String) -> Reading {
    var reading = Reading()
    if reply.exitCode == 2 {
      guard ["PreToolUse", "PermissionRequest", "UserPromptSubmit"].contains(event) else {
        return .thrownAway("exit 2")
      }
      reading.outcome = .refused
      reading.model.append(reply.diagnostics)
      return reading
    }
    guard reply.exitCode == 0 else { return .thrownAway("exit \(reply.exitCode)") }
    guard !reply.output.isEmpty else { return reading }
    guard let json = try? JSONParser.parse(Array(reply.output.utf8)) else { return .thrownAway("no JSON") }
    switch (event, json["decision"]?.string) {
    case (_, nil): break
    case ("Stop", "block"):
      guard let reason = json["reason"]?.string else { return .thrownAway("no reason") }
      reading.outcome = .refused
      reading.model.append(reason)
    case ("PermissionRequest", "approve"): reading.outcome = .approved
    default: return .thrownAway("decision")
    }
    guard let specific = json["hookSpecificOutput"] else { return reading }
    guard specific["hookEventName"]?.string == event else { return .thrownAway("hookEventName") }
    if let context = specific["additionalContext"]?.string {
      guard ["UserPromptSubmit", "SessionStart", "PostToolUse"].contains(event) else {
        return .thrownAway("additionalContext")
      }
      reading.model.append(context)
    }
    if specific["updatedInput"] != nil {
      guard event == "PreToolUse" else { return .thrownAway("updatedInput") }
      reading.outcome = .rewritten
    }
    return reading
  }
}

/// Cursor's local runtime as it was run: one object, snake_case, `deny` on gates, `ask` on shell alone.
enum CursorReader {
  static let gates: Set<String> = [
    "preToolUse", "beforeShellExecution", "beforeMCPExecution", "beforeReadFile", "beforeTabFileRead",
  ]
  static let contextEvents: Set<String> = [
    "sessionStart", "beforeSubmitPrompt", "preToolUse", "postToolUse", "postToolUseFailure", "subagentStart",
  ]

  static func read(_ reply: Reply, at event: String) -> Reading {
    guard reply.exitCode == 0 else {
      guard reply.exitCode == 2 else { return .thrownAway("exit \(reply.exitCode)") }
      return Reading(outcome: .refused, model: [reply.diagnostics])
    }
    guard let json = try? JSONParser.parse(Array(reply.output.utf8)), json.members != nil else {
      return .thrownAway("no JSON")
    }
    var reading = Reading()
    let message = json["user_message"]?.string ?? ""
    switch json["permission"]?.string {
    case nil: break
    case "deny" where gates.contains(event):
      reading.outcome = .refused
      reading.model.append(message)
    case "ask" where event == "beforeShellExecution":
      reading.outcome = .asked
      reading.person.append(message)
    default: return .thrownAway("permission")
    }
    if json["continue"] == false {
      guard event == "beforeSubmitPrompt" else { return .thrownAway("continue") }
      reading.outcome = .refused
      reading.person.append(message)
    }
    if let text = json["followup_message"]?.string {
      guard event == "stop" || event == "subagentStop" else { return .thrownAway("followup_message") }
      reading.outcome = .refused
      reading.model.append(text)
    }
    if let text = json["additional_context"]?.string {
      guard contextEvents.contains(event), text.utf16.count <= 10_000 else { return .thrownAway("additional_context") }
      reading.model.append(text)
    }
    if json["updated_input"] != nil {
      guard event == "preToolUse" else { return .thrownAway("updated_input") }
      reading.outcome = .rewritten
    }
    return reading
  }
}

/// Gemini CLI as its source of August 2026 reads an answer: an object counts whatever the exit code is, else stderr does.
enum GeminiReader {
  static func read(_ reply: Reply, at event: String) -> Reading {
    guard !reply.output.isEmpty else { return .thrownAway("stderr is read as the answer") }
    guard let json = try? JSONParser.parse(Array(reply.output.utf8)), json.members != nil else {
      return .thrownAway("no JSON")
    }
    var reading = Reading()
    if let text = json["systemMessage"]?.string { reading.person.append(text) }
    if let decision = json["decision"]?.string {
      guard decision == "deny", ["BeforeTool", "BeforeAgent", "AfterAgent"].contains(event) else {
        return .thrownAway("decision")
      }
      reading.outcome = .refused
      let reason = json["reason"]?.string ?? ""
      if event == "BeforeAgent" { reading.person.append(reason) } else { reading.model.append(reason) }
    }
    guard let specific = json["hookSpecificOutput"] else { return reading }
    if let text = specific["additionalContext"]?.string {
      guard ["SessionStart", "BeforeAgent", "AfterTool"].contains(event) else { return .thrownAway("context") }
      reading.model.append(text)
    }
    if specific["tool_input"] != nil {
      guard event == "BeforeTool" else { return .thrownAway("tool_input") }
      reading.outcome = .rewritten
    }
    return reading
  }
}
