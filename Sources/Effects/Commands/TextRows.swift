import HookModel

/// Programs that show, filter and search text.
enum TextRows {
  static func row(_ program: String) -> Row? {
    switch LookupName(program) {
    case "cat", "gcat", "tac", "gtac", "rev", "zcat", "gzcat", "bzcat", "xzcat", "zstdcat", "lzcat",
      "zless",
      "zmore", "bzless", "xzless", "colrm", "hd", "ul", "catdoc", "antiword", "nroff", "fromdos", "mdcat", "pg",
      "dircolors", "vipe", "rot13":
      Row(operands: .all(.show), harmless: "--help --version")
    case "bat", "batcat", "glow":
      Row(
        values:
          "-l --language --theme --style -r --line-range -H --highlight-line -m --map-syntax --paging -w --width -s",
        operands: .all(.show), harmless: "--help --version")
    // `-t` takes no value: a table is made.
    case "column":
      Row(
        values: "-c --output-width -s --separator -o --output-separator -N -H -O -R -T -W -E -C -l -r -i -p",
        operands: .all(.show))
    case "pv": Row(values: "-N -i -w -H -L -B -s -A -l", operands: .all(.show))
    case "vimdiff", "gvimdiff", "nvimdiff", "meld", "kdiff3": Row(values: "-c -S", operands: .all(.show))
    case "look": Row(values: "-t", operands: .afterFirst(.show))
    case "sd", "comby", "ast-grep", "sg", "gsar", "replace", "rpl", "codemod", "fastmod":
      Row(
        values:
          "-n --max-replacements -f --flags -r --rewrite -p --pattern -l --lang --matcher -m --extensions -d --dir",
        operands: .special(Substitute.read),
        harmless: "--preview --help --version")
    case "strings", "gstrings": Row(values: "-n --bytes -t --radix -e --encoding", operands: .all(.show))
    case "expand", "unexpand", "gexpand": Row(values: "-t --tabs", operands: .all(.show))
    case "fmt", "gfmt": Row(values: "-w --width -p --prefix -g --goal", operands: .all(.show))
    case "iconv", "uconv":
      Row(values: "-f --from-code -t --to-code", options: [("-o --output", .replace)], operands: .all(.show))
    case "more", "most": Row(values: "-n --lines", operands: .special(Pager.read))
    case "man":
      Row(
        values: "-M --manpath -S -s --sections -L --locale -m --systems -e --extension -C --config-file -R -p -E",
        options: [("-P --pager", .shellCommand)])
    case "less", "vless":
      Row(
        values: "-b -h -j -p -P -t -T -x -y -z -D -#",
        options: [("-o -O --log-file --LOG-FILE", .replace), ("-k", .use)],
        operands: .special(Pager.read))
    case "head", "tail", "ghead", "gtail":
      Row(values: "-n --lines -c --bytes --pid -s --sleep-interval --max-unchanged-stats", operands: .all(.show))
    case "nl", "gnl": Row(values: "-b -d -f -h -i -l -n -s -v -w", operands: .all(.show))
    case "od", "god", "hexdump":
      Row(
        values: "-A -j -N -S -t -w -e -n -s --address-radix --skip-bytes --read-bytes --format --endian --length",
        options: [("-f", .use)], operands: .all(.show))
    case "xxd": Row(values: "-c -g -l -n -o -s -R", operands: .places([.show], rest: .replace))
    case "base64", "gbase64", "base32", "basenc", "uuencode":
      // macOS names the files by options.
      Row(
        values: "-w --wrap -b --break", options: [("-i --input", .show), ("-o --output", .replace)],
        operands: .all(.show))
    case "uudecode", "ascii85": Row(options: [("-o --output-file", .replace)], operands: .all(.show))
    case "sort", "gsort":
      Row(
        values:
          "-k --key -t --field-separator -S --buffer-size -T --temporary-directory --batch-size --parallel --sort",
        options: [
          ("-o --output", .replace), ("--files0-from", .showNamesIn), ("--random-source", .use),
          ("--compress-program", .shellCommand),
        ],
        operands: .all(.show))
    case "uniq", "guniq":
      Row(
        values: "-f --skip-fields -s --skip-chars -w --check-chars", operands: .places([.show], rest: .replace))
    case "cut", "gcut":
      Row(
        values: "-b --bytes -c --characters -d --delimiter -f --fields --output-delimiter", operands: .all(.show))
    case "paste", "gpaste": Row(values: "-d --delimiters", operands: .all(.show))
    case "comm", "gcomm": Row(values: "--output-delimiter", operands: .all(.show))
    case "join", "gjoin": Row(values: "-1 -2 -a -e -j -o -t -v", operands: .all(.show))
    case "fold", "gfold": Row(values: "-w --width", operands: .all(.show))
    case "pr", "gpr":
      Row(
        values: "-D --date-format -h --header -l --length -o --indent -w --width -W --page-width -N",
        operands: .all(.show))
    case "tsort": Row(operands: .all(.show))
    case "ptx":
      Row(
        values: "-F -M -S -W -b -g -i -o -w", options: [("-i --ignore-file -o --only-file -b --break-file", .use)],
        operands: .special(TextSpecials.index))
    case "tr", "gtr", "seq", "yes", "echo", "printf", "expr", "factor", "numfmt": Row()
    case "shuf", "gshuf":
      Row(
        values: "-i --input-range -n --head-count",
        options: [("-o --output", .replace), ("--random-source", .use)], operands: .all(.show), wordsUnder: "-e --echo")
    case "wc", "gwc": Row(options: [("--files0-from", .showNamesIn)], operands: .all(.use))
    case "md5sum", "sha1sum", "sha224sum", "sha256sum", "sha384sum", "sha512sum", "b2sum", "b3sum", "cksum", "sum",
      "md5", "shasum", "gmd5sum", "gsha256sum", "xxhsum", "crc32":
      Row(values: "-a --algorithm -l --length", operands: .all(.use))
    case "diff", "gdiff", "colordiff", "wdiff", "icdiff", "delta", "difft":
      Row(
        values: """
          -U --unified-lines -C --context-lines -F --show-function-line -I --ignore-matching-lines -x --exclude -W \
          --width --label --tabsize --horizon-lines --color --palette -D --ifdef --line-format --old-line-format \
          --new-line-format --unchanged-line-format --old-group-format --new-group-format --unchanged-group-format \
          --changed-group-format -S --starting-file
          """,
        flags: "--unified --context --brief --recursive --text --new-file",
        options: [("-X --exclude-from", .use), ("--from-file --to-file", .show)], operands: .all(.show),
        recursive: "-r --recursive")
    case "diff3", "gdiff3": Row(values: "-L --label --diff-program", operands: .all(.show))
    case "sdiff", "gsdiff": Row(values: "-w -I", options: [("-o --output", .replace)], operands: .all(.show))
    case "cmp", "gcmp":
      Row(values: "-i --ignore-initial -n --bytes", operands: .places([.show, .show], rest: .nothing))
    case "split", "gsplit":
      Row(
        values: """
          -a --suffix-length -b --bytes -C --line-bytes -l --lines -n --number --additional-suffix -t --separator
          """,
        options: [("--filter", .shellCommand)], operands: .special(TextSpecials.split))
    case "csplit", "gcsplit":
      Row(
        values: "-b --suffix-format -f --prefix -n --digits", operands: .special(TextSpecials.split))
    case "tee", "gtee", "sponge":
      Row(operands: .all(.replace), appends: "-a --append")
    case "grep", "egrep", "fgrep", "ggrep", "zgrep", "zegrep", "zfgrep", "bzgrep", "xzgrep", "ugrep", "pcregrep",
      "pcre2grep":
      Row(
        values: """
          -e --regexp -A --after-context -B --before-context -C --context -m --max-count -d --directories -D \
          --devices --label --color --colour --binary-files --group-separator --include --exclude --exclude-dir
          """,
        flags:
          "--recursive --regex-file --ignore-case --line-number --files-with-matches --count --quiet --only-matching",
        options: [("-f --file --exclude-from", .use)], operands: .special(Search.grep),
        recursive: "-r -R --recursive --dereference-recursive", harmless: "--help -V --version")
    case "rg", "ripgrep":
      Row(
        values: """
          -e --regexp -A --after-context -B --before-context -C --context -m --max-count -g --glob --iglob -t \
          --type -T --type-not -M --max-columns -j --threads -E --encoding -r --replace --color --colors --sort \
          --sortr --max-depth -d --max-filesize --type-add --engine --context-separator --field-match-separator \
          --dfa-size-limit
          """,
        options: [("-f --file --ignore-file", .use), ("--pre", .shellCommand)], operands: .special(Search.ripgrep),
        recursive: "-u --unrestricted --no-ignore --no-ignore-vcs -. --hidden -z",
        harmless: "--help -V --version --type-list")
    case "ag", "ack", "ack-grep", "pt":
      Row(
        values: """
          -A --after -B --before -C --context -G --file-search-regex -m --max-count --ignore --ignore-dir --depth \
          --type --color-match --pager
          """,
        options: [("-p --path-to-ignore --ackrc --files-from", .use)], operands: .special(Search.ripgrep),
        recursive: "-u --unrestricted --hidden -a --all-types -U --skip-vcs-ignores -t --all-text",
        harmless: "--help --version")
    case "sed", "gsed", "ssed":
      Row(
        values: "-l --line-length",
        flags: "--quiet --silent --debug --regexp-extended --null-data --separate --sandbox",
        attached: "i", options: [("-e --expression", .code(.sed)), ("-f --file", .use)],
        operands: .afterCode(.sed, .show, unless: "-e --expression -f --file"), inPlace: "-i --in-place -I",
        harmless: "--help --version")
    case "awk", "gawk", "mawk", "nawk", "original-awk", "goawk":
      Row(
        values: "-F --field-separator -v --assign -l --load -m -W",
        options: [
          ("-f --file -E --exec", .use), ("-e --source", .code(.awk)), ("-i --include", .nothing), ("-o", .replace),
        ],
        operands: .special(Awk.read), harmless: "--help --version -V", permutes: false)
    case "jq", "gojq", "jaq":
      Row(
        values: "--indent -L --tab", options: [("-f --from-file", .use)],
        operands: .afterFirst(.show, unless: "-f --from-file"), harmless: "-h --help -V --version",
        wordsUnder: "--args --jsonargs", pairs: "--arg --argjson", pairsWithFile: "--slurpfile --rawfile --argfile")
    case "yq", "dasel", "xq", "tomlq", "mlr":
      Row(
        values: "--indent -I -o --output-format -p --input-format --arg -r -s", options: [("--from-file", .use)],
        operands: .special(Query.read), inPlace: "-i --inplace --in-place", harmless: "-h --help --version",
        pairs: "--arg --argjson", pairsWithFile: "--slurpfile --rawfile")
    case "gron", "fx", "htmlq", "pup", "xsv", "qsv", "csvlook", "csvcut", "csvstat", "in2csv":
      Row(values: "-c -d", operands: .special(Query.existing))
    case "xmllint":
      Row(
        values: "--xpath --encode --maxmem --pattern --path",
        options: [("--output -o", .replace), ("--schema --relaxng --dtdvalid --schematron --catalogs", .use)],
        operands: .all(.show))
    case "xmlstarlet": Row(operands: .afterFirst(.show), inPlace: "-L --inplace")
    case "envsubst", "m4", "cpp": Row(values: "-I -D", options: [("-o", .replace)], operands: .all(.show))
    case "spell", "aspell", "hunspell", "codespell", "vale", "textlint":
      Row(values: "-d -l", operands: .all(.show), inPlace: "-w --write-changes --fix")
    case "say", "lp", "lpr": Row(values: "-P -d -n -o", options: [("-f", .show)], operands: .all(.show))
    default: nil
    }
  }
}
