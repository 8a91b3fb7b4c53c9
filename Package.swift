// swift-tools-version: 6.2
import PackageDescription

/// One list of settings for every target of ours: Swift 6 mode, explicit existentials and imports, and no warning left
/// standing.
let common: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Sources also mark each use of an unsafe construct, so that the C boundary stays in the modules that own it.
let sources: [SwiftSetting] = common + [.strictMemorySafety()]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: sources)
}

/// `exclude` names the folders of data that the tests read from the sources.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies + ["TestSupport"], exclude: exclude, swiftSettings: common)
}

let package = Package(
  name: "taffrail",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "taffrail", targets: ["taffrail"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    .systemLibrary(
      name: "CJansson", pkgConfig: "jansson", providers: [.apt(["libjansson-dev"]), .brew(["jansson"])]),
    .systemLibrary(
      name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
    .systemLibrary(
      name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]),
    // toml++ is used header-only: Debian ships its compiled form as a shared library alone, which a static executable
    // cannot use.
    .target(
      name: "CTOML",
      cxxSettings: [
        .define("TOML_HEADER_ONLY", to: "1"), .define("TOML_EXCEPTIONS", to: "0"),
        .define("TOML_ENABLE_UNRELEASED_FEATURES", to: "0"),
        .unsafeFlags(["-I/opt/homebrew/include", "-I/usr/local/include"], .when(platforms: [.macOS])),
      ]),

    module("JSON", ["CJansson"]),
    module("OS", ["CSodium"]),
    module("ShellSyntax"),
    module("Patterns", ["CPCRE2"]),
    module("HookModel", ["JSON"]),
    module("PolicyFile", ["CTOML", "Patterns", "HookModel"]),
    module("Effects", ["JSON", "HookModel", "ShellSyntax", "Patterns"]),
    module("Dialects", ["JSON", "HookModel"]),
    module("Policies", ["JSON", "HookModel", "PolicyFile", "Patterns"]),
    module("Engine", ["JSON", "OS", "HookModel", "PolicyFile", "Effects", "Dialects", "Policies", "Patterns"]),
    module("Installer", ["JSON", "OS", "HookModel", "Dialects"]),
    module(
      "CLI",
      [
        "JSON", "OS", "HookModel", "ShellSyntax", "PolicyFile", "Patterns", "Effects", "Dialects", "Policies", "Engine",
        "Installer", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "taffrail", dependencies: ["OS", "Engine", "CLI"], swiftSettings: sources),

    .target(
      name: "TestSupport", dependencies: ["JSON", "HookModel"], path: "Tests/TestSupport", swiftSettings: common),
    tests("JSON", ["JSON"]),
    tests("OS", ["OS"]),
    tests("ShellSyntax", ["ShellSyntax"]),
    tests("Patterns", ["Patterns"]),
    tests("PolicyFile", ["PolicyFile", "HookModel"]),
    tests("Effects", ["Effects", "ShellSyntax", "HookModel", "JSON"]),
    tests("Dialects", ["Dialects", "HookModel", "JSON"]),
    tests("Policies", ["Policies", "PolicyFile", "HookModel", "Effects", "JSON"], exclude: ["Corpus"]),
    tests("Engine", ["Engine", "Effects", "OS", "HookModel", "PolicyFile", "Dialects", "JSON", "Patterns"]),
    tests("Installer", ["Installer", "Dialects", "JSON"]),
    tests("CLI", ["CLI", "JSON"]),
    tests("EndToEnd", ["OS", "JSON"]),
    tests("Layering", []),
  ],
  cxxLanguageStandard: .cxx17
)

// It links libFuzzer, which only `scripts/fuzz.sh` asks the compiler for.
if Context.environment["TAFFRAIL_FUZZER"] != nil {
  package.targets += [
    .target(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
    .executableTarget(
      name: "taffrail-fuzz",
      dependencies: [
        "CFuzzer", "JSON", "HookModel", "ShellSyntax", "PolicyFile", "Effects", "Policies", "TestSupport",
      ],
      path: "Tests/Fuzz/Runner", swiftSettings: common),
  ]
}
