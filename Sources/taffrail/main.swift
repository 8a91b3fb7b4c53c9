internal import CLI
internal import Engine
internal import OS

// `hook` is on the agent's path and goes straight to the engine; everything else is for people.
let arguments = CommandLine.arguments
if arguments.count > 1, arguments[1] == "hook", !arguments.contains("--help"), !arguments.contains("-h") {
  Surroundings.exit(HookCommand.run(Array(arguments.dropFirst(2))))
} else if arguments.count == 1, !Surroundings.isTerminal(0) {
  // Cursor drops the arguments of Claude's `args` form: a bare call with something on standard input is a hook call.
  Surroundings.exit(HookCommand.run([]))
} else {
  CommandLineTool.run()
}
