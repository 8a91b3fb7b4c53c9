internal import HookModel
internal import JSON

/// Answers in the form that Claude Code made and others took over. What an agent does not honour at an event, by the
/// event's capabilities, is not said there.
enum ClaudeAnswers {
  /// The reply.
  static func reply(_ answer: Answer, to event: Event) -> Reply {
    var output = HookOutput()
    output.set("systemMessage", Wording.context(answer.notice))
    let can = event.capabilities
    switch event.kind {
    case .preToolUse: return preToolUse(answer, event, output)
    case .permissionRequest: return permissionRequest(answer, event, output)
    case .userPromptSubmit:
      guard answer.verdict == .allow else {
        let reason = Wording.reason(answer.message)
        output.block(reason)
        return Reply(output: output.text(for: event), diagnostics: reason, exitCode: 2)
      }
      output.setContext(Wording.context(answer.context))
      return output.reply(for: event)
    case .postToolUse where can.contains(.feedback), .postToolUseFailure where can.contains(.feedback):
      if let feedback = answer.spokenFeedback { output.block(Wording.reason(feedback)) }
      output.setContext(Wording.context(answer.context))
      return output.reply(for: event)
    case .stop, .subagentStop, .configChange:
      guard answer.verdict == .allow || !can.contains(.deny) else {
        return Reply(diagnostics: Wording.reason(answer.message, answer.notice), exitCode: 2)
      }
      return output.reply(for: event)
    case .sessionStart, .subagentStart:
      if can.contains(.context) { output.setContext(Wording.context(answer.context)) }
      return output.reply(for: event)
    case .postToolUse, .postToolUseFailure, .preCompact, .sessionEnd, .notice:
      return Reply(diagnostics: answer.unheard)
    }
  }

  private static func preToolUse(_ answer: Answer, _ event: Event, _ start: HookOutput) -> Reply {
    var output = start
    switch answer.verdict {
    case .deny:
      let reason = Wording.reason(answer.message, answer.context)
      output.setSpecific("permissionDecision", "deny")
      output.setSpecific("permissionDecisionReason", .string(reason))
      return Reply(output: output.text(for: event), diagnostics: reason, exitCode: 2)
    case .ask:
      output.setSpecific("permissionDecision", "ask")
      output.setSpecific("permissionDecisionReason", .string(Wording.reason(answer.message)))
    case .allow:
      if answer.approves { output.setSpecific("permissionDecision", "allow") }
    }
    output.setSpecific("updatedInput", answer.rewrittenInput?.input)
    output.setContext(Wording.context(answer.context))
    return output.reply(for: event)
  }

  private static func permissionRequest(_ answer: Answer, _ event: Event, _ start: HookOutput) -> Reply {
    var output = start
    switch answer.verdict {
    case .deny:
      let reason = Wording.reason(answer.message, answer.context)
      output.setSpecific("decision", ["behavior": "deny", "message": .string(reason)])
    case .ask:
      break
    case .allow:
      if answer.approves { output.setSpecific("decision", ["behavior": "allow"]) }
    }
    return output.reply(for: event)
  }
}
