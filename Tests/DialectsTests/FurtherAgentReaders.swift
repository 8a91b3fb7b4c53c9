import HookModel
import JSON

@testable import Dialects

/// Copilot's two readers: the CLI and the coding agent take the members at the top, VS Code's local harness those of
/// `hookSpecificOutput`. Both must come to the same.
enum CopilotReader {
  struct Disagreement: Error {
    var cli: Reading
    var editor: Reading
  }

  static func read(_ reply: Reply, at event: String) throws -> Reading {
    guard let json = try? JSONParser.parse(Array(reply.output.utf8)), json.members != nil else {
      return reply.exitCode == 2 && event.lowercased() == "pretooluse"
        ? Reading(outcome: .refused, model: [reply.diagnostics]) : .thrownAway("no JSON")
    }
    guard reply.exitCode == 0 else { return .thrownAway("exit \(reply.exitCode)") }
    let atTop = cli(json, at: event)
    guard let canonical = editorEvents[event.lowercased()] else { return atTop }
    let nested = editor(json, at: canonical)
    guard atTop == nested else { throw Disagreement(cli: atTop, editor: nested) }
    return atTop
  }

  /// The events that VS Code has too, except a prompt, which it alone can refuse.
  private static let editorEvents = [
    "sessionstart": "SessionStart", "pretooluse": "PreToolUse", "posttooluse": "PostToolUse", "agentstop": "Stop",
    "stop": "Stop", "subagentstart": "SubagentStart",
  ]

  private static func cli(_ json: JSONValue, at event: String) -> Reading {
    var reading = Reading()
    let reason = json["permissionDecisionReason"]?.string
    switch (event.lowercased(), json["permissionDecision"]?.string) {
    case ("pretooluse", "deny"):
      guard let reason else { return .thrownAway("deny without a reason") }
      reading.outcome = .refused
      reading.model.append(reason)
    case ("pretooluse", "ask"):
      reading.outcome = .asked
      reading.person.append(reason ?? "")
    case ("pretooluse", "allow"): reading.outcome = .approved
    case (_, nil): break
    default: return .thrownAway("permissionDecision")
    }
    if event.lowercased() == "pretooluse", json["modifiedArgs"] != nil { reading.outcome = .rewritten }
    if event.lowercased() == "permissionrequest", let behaviour = json["behavior"]?.string {
      reading.outcome = behaviour == "allow" ? .approved : .refused
      if let message = json["message"]?.string { reading.model.append(message) }
    }
    if ["agentstop", "subagentstop", "stop"].contains(event.lowercased()), json["decision"]?.string == "block" {
      reading.outcome = .refused
      reading.model.append(json["reason"]?.string ?? "")
    }
    let heard = ["sessionstart", "subagentstart", "pretooluse", "posttooluse", "posttoolusefailure", "notification"]
    if let text = json["additionalContext"]?.string, heard.contains(event.lowercased()) {
      guard text.utf8.count <= 10_240 else { return .thrownAway("additionalContext") }
      reading.model.append(text)
    }
    return reading
  }

  private static func editor(_ json: JSONValue, at event: String) -> Reading {
    var reading = Reading()
    guard let specific = json["hookSpecificOutput"] else { return reading }
    guard specific["hookEventName"]?.string == event else { return .thrownAway("hookEventName") }
    if event == "PreToolUse" {
      let reason = specific["permissionDecisionReason"]?.string ?? ""
      switch specific["permissionDecision"]?.string {
      case "deny":
        reading.outcome = .refused
        reading.model.append(reason)
      case "ask":
        reading.outcome = .asked
        reading.person.append(reason)
      case "allow": reading.outcome = .approved
      default: break
      }
      if specific["updatedInput"] != nil { reading.outcome = .rewritten }
    }
    if event == "Stop", specific["decision"]?.string == "block" {
      reading.outcome = .refused
      reading.model.append(specific["reason"]?.string ?? "")
    }
    if let text = specific["additionalContext"]?.string { reading.model.append(text) }
    return reading
  }
}

/// Droid as its hooks reference has it: Claude Code's shape; exit code 2 blocks at four events.
enum DroidReader {
  static func read(_ reply: Reply, at event: String) -> Reading {
    var reading = Reading()
    if reply.exitCode == 2 {
      switch event {
      case "PreToolUse", "Stop": reading.model.append(reply.diagnostics)
      case "UserPromptSubmit": reading.person.append(reply.diagnostics)
      default: return .thrownAway("exit 2")
      }
      reading.outcome = .refused
      return reading
    }
    guard reply.exitCode == 0 else { return .thrownAway("exit \(reply.exitCode)") }
    return shared(reply, at: event, contextEvents: ["SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse"])
  }

  /// The JSON of Claude Code's shape.
  static func shared(_ reply: Reply, at event: String, contextEvents: Set<String>) -> Reading {
    var reading = Reading()
    guard !reply.output.isEmpty else { return reading }
    guard let json = try? JSONParser.parse(Array(reply.output.utf8)) else { return .thrownAway("no JSON") }
    if let text = json["systemMessage"]?.string { reading.person.append(text) }
    if let decision = json["decision"]?.string {
      guard decision == "block", event == "PostToolUse" else { return .thrownAway("decision") }
      reading.model.append(json["reason"]?.string ?? "")
    }
    guard let specific = json["hookSpecificOutput"] else { return reading }
    guard specific["hookEventName"]?.string == event else { return .thrownAway("hookEventName") }
    if let text = specific["additionalContext"]?.string {
      guard contextEvents.contains(event) else { return .thrownAway("additionalContext") }
      reading.model.append(text)
    }
    guard event == "PreToolUse" else { return reading }
    switch specific["permissionDecision"]?.string {
    case "ask":
      reading.outcome = .asked
      reading.person.append(specific["permissionDecisionReason"]?.string ?? "")
    case "allow": reading.outcome = .approved
    case "deny": reading.outcome = .refused
    default: break
    }
    if specific["updatedInput"] != nil { reading.outcome = .rewritten }
    return reading
  }
}

/// Qwen Code as its hooks page has it: with exit code 2 standard output is not read.
enum QwenReader {
  static func read(_ reply: Reply, at event: String) -> Reading {
    if reply.exitCode == 2 {
      guard ["PreToolUse", "UserPromptSubmit", "Stop", "SubagentStop"].contains(event) else {
        return .thrownAway("exit 2")
      }
      return event == "UserPromptSubmit"
        ? Reading(outcome: .refused, person: [reply.diagnostics])
        : Reading(outcome: .refused, model: [reply.diagnostics])
    }
    guard reply.exitCode == 0 else { return .thrownAway("exit \(reply.exitCode)") }
    return DroidReader.shared(
      reply, at: event, contextEvents: ["SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse"])
  }
}

/// A caller of our own protocol: the exit code and the object must say the same.
enum GenericReader {
  static func read(_ reply: Reply, at event: String) -> Reading {
    guard let json = try? JSONParser.parse(Array(reply.output.utf8)), let verdict = json["verdict"]?.string else {
      return .thrownAway("no verdict")
    }
    var reading = Reading()
    let isPrompt = event == "UserPromptSubmit" || event == "ConfigChange"
    switch (verdict, reply.exitCode) {
    case ("allow", 0): break
    case ("ask", 3):
      reading.outcome = .asked
      reading.person.append(json["reason"]?.string ?? "")
    case ("deny", 2):
      guard reply.diagnostics == json["reason"]?.string else { return .thrownAway("stderr") }
      reading.outcome = .refused
      if isPrompt { reading.person.append(reply.diagnostics) } else { reading.model.append(reply.diagnostics) }
    default: return .thrownAway("\(verdict) with exit \(reply.exitCode)")
    }
    if let text = json["context"]?.string { reading.model.append(text) }
    if let text = json["feedback"]?.string { reading.model.append(text) }
    if let text = json["notice"]?.string { reading.person.append(text) }
    if json["approved"]?.bool == true { reading.outcome = .approved }
    if json["input"] != nil { reading.outcome = .rewritten }
    return reading
  }
}
