import HookModel
import Patterns
import PolicyFile
import Testing

/// Every key of the reference, read into its place.
@Suite struct ReadingTests {
  @Test func sessionContext() throws {
    let context = try #require(
      try policy(
        """
        version = 1
        [session-context]
        text = \"\"\"
        Read the docs.\"\"\"
        files = ["docs/conventions.md"]
        commands = [["git", "status", "--short"], "git log -1 --format='%h %s'"]
        on = ["startup", "resume"]

        [[session-context.when]]
        branch = "release/*"
        source = "compact"
        environment = ["CI", "STAGE=prod*"]
        exists = "Package.swift"
        until = 2026-03-31
        agents = ["codex"]
        text = "Release freeze."
        files = ["FREEZE.md"]
        commands = [["date"]]
        """
      ).sessionContext)
    #expect(context.text?.value == "Read the docs.")
    #expect(context.text?.location == Location(file: "taffrail.toml", line: 3, column: 8))
    #expect(context.files.map(\.value) == ["docs/conventions.md"])
    #expect(context.commands.map(\.value) == [["git", "status", "--short"], ["git", "log", "-1", "--format=%h %s"]])
    #expect(context.sources == ["startup", "resume"])
    let when = try #require(context.conditions.first)
    #expect(when.branches == ["release/*"])
    #expect(when.sources == ["compact"])
    #expect(when.environment == ["CI", "STAGE=prod*"])
    #expect(when.exists == ["Package.swift"])
    #expect(when.until == "2026-03-31")
    #expect(when.agents == ["codex"])
    #expect(when.text == "Release freeze.")
    #expect(when.files == ["FREEZE.md"])
    #expect(when.commands == [["date"]])
    #expect(when.location.line == 9)
  }

  @Test func promptRoutes() throws {
    let routes = try policy(
      """
      [[prompt-routes]]
      when = ["refund", "check out", "bill*", '/pay(ment)?/']
      context = "This touches checkout."
      agents = "claude-code"
      [[prompt-routes]]
      when = "production"
      deny = "Not from here."
      tag = ["production", "careful"]
      """
    ).promptRoutes
    #expect(routes.count == 2)
    #expect(routes[0].when.map { $0.matches("a PAYMENT") } == [false, false, false, true])
    #expect(routes[0].when.map { $0.matches("check  out the bills") } == [false, true, true, false])
    #expect(routes[0].context == "This touches checkout.")
    #expect(routes[0].filter.agents == ["claude-code"])
    #expect(routes[1].deny == "Not from here.")
    #expect(routes[1].tags == ["production", "careful"])
    #expect(routes[1].filter.tags == [])
    #expect(routes[1].location.line == 5)
  }

  @Test func protectedPaths() throws {
    let table = try #require(
      try policy(
        """
        [protected-paths]
        write = ["generated/", "~/notes/*.md",
                 "!generated/keep"]
        read = []
        read-use = "allow"
        outside = "deny"
        allow-outside = ["~/notes/", "/srv/data/", "../other/"]
        reason = "Use the sources."
        subagent = true
        permission-mode = ["plan"]
        branch = ["main"]
        tag = "careful"
        until = "2028-02-29"
        """
      ).protectedPaths)
    let write = try #require(table.write)
    #expect(write.patterns.map(\.value) == ["generated/", "~/notes/*.md", "!generated/keep"])
    #expect(write.patterns[2].location == Location(file: "taffrail.toml", line: 3, column: 10))
    #expect(write.match(relative: "Generated/x", home: nil, isFolder: false) == 0)
    #expect(write.match(relative: nil, home: "notes/a.md", isFolder: false) == 1)
    #expect(write.match(relative: "notes/a.md", home: nil, isFolder: false) == nil)
    #expect(table.read?.patterns.isEmpty == true)
    #expect(table.readUse == .allow)
    #expect(table.outside == .deny)
    #expect(table.allowOutside.map(\.value) == ["~/notes/", "/srv/data/", "../other/"])
    #expect(table.reason == "Use the sources.")
    #expect(table.filter.subagent == true)
    #expect(table.filter.permissionModes == ["plan"])
    #expect(table.filter.branches == ["main"])
    #expect(table.filter.tags == ["careful"])
    #expect(table.filter.until == "2028-02-29")
  }

  @Test func commandsInTheOrderOfTheFile() throws {
    let table = try policy(
      """
      [commands]
      packs = ["core", "docker"]
      unknown-program = "ask"
      unknown-delete = "deny"
      inline-code = "allow"
      [[commands.deny]]
      run = "python3 deploy.py 'production east' \\\\*"
      reason = "CI does it."
      fix = "Open a pull request."
      [[commands.allow]]
      run = ["git", "push", "--force"]
      lifts = "core.git.*"
      [[commands.deny]]
      match = '/rm\\s+-rf/i'
      [[commands.approve]]
      run = "npm test"
      [[commands.ask]]
      run = "npm *"
      [[commands.rewrite]]
      run = "pip install *"
      to = "uv pip install *"
      reason = "This project uses uv."
      """
    ).commands
    #expect(table.packs?.map(\.value) == ["core", "docker"])
    #expect(table.unknownProgram == .ask)
    #expect(table.unknownDelete == .deny)
    #expect(table.inlineCode == .allow)
    #expect(table.rules.map(\.kind) == [.deny, .allow, .deny, .approve, .ask])
    #expect(table.rules.map(\.location.line) == [6, 10, 13, 15, 17])
    #expect(table.rules[0].run == ["python3", "deploy.py", "production east", "\\*"])
    #expect(table.rules[0].reason == "CI does it.")
    #expect(table.rules[0].fix == "Open a pull request.")
    #expect(table.rules[1].run == ["git", "push", "--force"])
    #expect(table.rules[1].lifts == ["core.git.*"])
    #expect(table.rules[2].match?.matches("sudo RM  -rf x") == .match)
    #expect(table.rewrites.map(\.run) == [["pip", "install", "*"]])
    #expect(table.rewrites.map(\.to) == [["uv", "pip", "install", "*"]])
    #expect(table.rewrites.first?.reason == "This project uses uv.")
  }

  @Test func ruleSwitchesWithAndWithoutQuotes() throws {
    let switches = try policy(
      """
      [rules]
      "core.git.stash-drop" = "off"
      "docker.*" = "observe"
      core.git.push-force = "ask"
      [rules.aws]
      storage-delete = "deny"
      """
    ).ruleSwitches
    #expect(switches.map(\.rule) == ["core.git.stash-drop", "docker.*", "core.git.push-force", "aws.storage-delete"])
    #expect(switches.map(\.setting) == [.off, .observe, .ask, .deny])
    #expect(switches[2].location.line == 4)
  }

  @Test func toolsFetchesAndContent() throws {
    let file = try policy(
      """
      [[tools.deny]]
      tool = "mcp__github__delete_*"
      with = { branch = "main", options = { force = "true" } }
      reason = "No."
      [[tools.allow]]
      tool = "Read"
      with.path = "docs/*"
      lifts = ["tools.ask"]
      [[fetch.ask]]
      url = "https://*.internal.example/*"
      fix = "Ask first."
      [[fetch.allow]]
      url = "https://docs.example/*"
      [[content.deny]]
      match = 'AKIA[0-9A-Z]{16}'
      paths = ["*.swift"]
      name = "aws-key"
      reason = "A key."
      fix = "Use the vault."
      [[content.ask]]
      match = "^FIXME"
      """)
    #expect(file.toolRules.map(\.kind) == [.deny, .allow])
    #expect(file.toolRules[0].tool == "mcp__github__delete_*")
    #expect(file.toolRules[0].with.map(\.name) == ["branch", "options.force"])
    #expect(file.toolRules[0].with.map(\.glob) == ["main", "true"])
    #expect(file.toolRules[1].lifts == ["tools.ask"])
    #expect(file.fetchRules.map(\.kind) == [.ask, .allow])
    #expect(file.fetchRules[0].url == "https://*.internal.example/*")
    #expect(file.fetchRules[0].fix == "Ask first.")
    #expect(file.contentRules.map(\.name) == ["aws-key", "content.ask.1"])
    #expect(file.contentRules[0].paths?.matcher.match("a.SWIFT", isFolder: false) == nil)
    #expect(file.contentRules[0].paths?.matcher.match("a.swift", isFolder: false) == 0)
    #expect(file.contentRules[1].pattern.matches("a\nFIXME") == .match)
  }

  @Test func gatesHandlersAuditAndTests() throws {
    let file = try policy(
      """
      fail = "open"
      [[quality-gate]]
      name = "unit"
      when = ["src/**/*.py", "*.json"]
      run = ["python3", "-m", "unittest"]
      timeout = "1m30s"
      mode = "blocking"
      subagent = false
      [[quality-gate]]
      name = "lint"
      when = ["*.py"]
      run = "ruff check ."
      [completion-gate]
      require = ["unit", "lint"]
      max-blocks = 5
      subagents = false
      [[handler]]
      on = ["SessionEnd", "Notification"]
      tool = "Bash"
      run = ["./flush.sh"]
      timeout = 2.5
      [audit]
      dir = ".hook-state/audit"
      keep = "2w"
      redact = ['cus_\\w+']
      required = true
      durability = "power"
      summary = "docs/sessions"
      [[test]]
      run = "rm -rf build"
      expect = "allow"
      [[test]]
      prompt = "refund"
      expect = "deny"
      rule = "prompt-routing"
      """, layer: .machine)
    #expect(file.failsOpen == true)
    #expect(file.gates.map(\.name) == ["unit", "lint"])
    #expect(file.gates.map(\.run) == [["python3", "-m", "unittest"], ["ruff", "check", "."]])
    #expect(file.gates.map(\.timeoutSeconds) == [90, 60])
    #expect(file.gates.map(\.mode) == [.blocking, .onStop])
    #expect(file.gates[0].filter.subagent == false)
    #expect(file.gates[0].when.matcher.match("src/a/b.py", isFolder: false) == 0)
    #expect(file.completionGate?.require.map(\.value) == ["unit", "lint"])
    #expect(file.completionGate?.maxBlocks == 5)
    #expect(file.completionGate?.subagents == false)
    #expect(file.handlers.map(\.events) == [["SessionEnd", "Notification"]])
    #expect(file.handlers[0].tool == "Bash")
    #expect(file.handlers[0].run == ["./flush.sh"])
    #expect(file.handlers[0].timeoutSeconds == 2.5)
    #expect(file.audit.folder?.value == ".hook-state/audit")
    #expect(file.audit.keepDays == 14)
    #expect(file.audit.redact.map { $0.matches("cus_123") } == [.match])
    #expect(file.audit.isRequired == true)
    #expect(file.audit.survivesPowerLoss == true)
    #expect(file.audit.summary?.value == "docs/sessions")
    #expect(file.tests.map(\.expect) == [.allow, .deny])
    #expect(file.tests.map(\.rule) == [nil, "prompt-routing"])
    #expect(file.displayName == "taffrail.toml")
  }

  @Test func anEmptyFileSaysNothing() throws {
    for text in ["", "# only a comment\n", "\u{FEFF}version = 1\r\n"] {
      let file = try policy(text)
      #expect(file.protectedPaths == nil)
      #expect(file.commands.packs == nil)
      #expect(file.namedPrograms == [])
    }
  }

  @Test func aFileBelowTheRootOnlyTightens() throws {
    let text = """
      [protected-paths]
      write = ["x"]
      outside = "allow"
      read-use = "allow"
      allow-outside = ["/srv/"]
      [commands]
      unknown-delete = "allow"
      inline-code = "ask"
      [[commands.deny]]
      run = "a"
      [[commands.allow]]
      run = "b"
      [[commands.approve]]
      run = "c"
      [[commands.rewrite]]
      run = "d"
      to = "e"
      [rules]
      "core.git.clean" = "off"
      "core.git.prune" = "deny"
      [[fetch.allow]]
      url = "*"
      """
    let file = try policy(text, layer: .nested)
    #expect(file.protectedPaths?.write?.patterns.count == 1)
    #expect(file.protectedPaths?.outside == nil)
    #expect(file.protectedPaths?.readUse == nil)
    #expect(file.protectedPaths?.allowOutside.isEmpty == true)
    #expect(file.commands.rules.map(\.kind) == [.deny])
    #expect(file.commands.rewrites.isEmpty)
    #expect(file.commands.unknownDelete == nil)
    #expect(file.commands.inlineCode == .ask)
    #expect(file.ruleSwitches.map(\.rule) == ["core.git.prune"])
    #expect(file.fetchRules.isEmpty)
  }
}
