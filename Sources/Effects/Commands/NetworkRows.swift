/// Programs that fetch and send.
enum NetworkRows {
  static func row(_ program: String) -> Row? {
    switch program {
    case "curl":
      Row(
        values: """
          -H --header -X --request -u --user -A --user-agent -e --referer -m --max-time --connect-timeout --retry \
          --retry-delay --retry-max-time -w --write-out -x --proxy -y -Y -z --time-cond -r --range -Q --quote \
          --resolve --interface --limit-rate --max-redirs --max-filesize -C --continue-at --data-raw --form-string \
          -U --proxy-user --ciphers --tls-max -E --pass --cert-type --key-type --oauth2-bearer --unix-socket \
          --url-query --aws-sigv4 -P --ftp-port -t --telnet-option --proto --proto-default --noproxy --socks5 \
          --socks5-hostname --connect-to --keepalive-time --local-port --dns-servers --doh-url --parallel-max \
          --happy-eyeballs-timeout-ms --rate -h
          """,
        flags:
          "--location --silent --show-error --fail --remote-name --remote-name-all --remote-header-name --insecure --head",
        options: [
          ("-o --output", .nothing), ("--output-dir", .nothing),
          ("-d --data --data-ascii --data-binary --json", .showBehindAt), ("--data-urlencode", .nothing),
          ("-F --form", .showInField), ("-T --upload-file", .show), ("-K --config", .use),
          ("-D --dump-header --trace --trace-ascii --stderr --libcurl -c --cookie-jar --hsts --alt-svc", .replace),
          ("--cert --key --cacert --capath --netrc-file --crlfile --pinnedpubkey --etag-compare --proxy-cacert", .use),
          ("--etag-save", .replace), ("-b --cookie", .nothing), ("--url", .fetch),
        ],
        operands: .special(Curl.read), harmless: "--help --manual -V --version")
    case "wget", "wget2":
      Row(
        values: """
          -t --tries -T --timeout --dns-timeout --connect-timeout --read-timeout -w --wait --waitretry -Q --quota \
          --limit-rate --user --password --header -U --user-agent --referer --method --body-data --post-data -l \
          --level -A --accept -R --reject -D --domains --exclude-domains -I --include-directories -X \
          --exclude-directories --cut-dirs -e --execute --ciphers --secure-protocol --max-redirect --bind-address \
          --restrict-file-names --default-page --progress -B --base --accept-regex --reject-regex --http-user \
          --http-password --ftp-user --ftp-password
          """,
        flags: "--no-check-certificate --quiet --recursive --no-verbose --continue --spider --mirror",
        options: [
          ("-O --output-document", .replace), ("-P --directory-prefix", .nothing),
          ("-o --output-file -a --append-output", .replace),
          ("-i --input-file", .use), ("--post-file --body-file", .show),
          ("--save-cookies --warc-file --rejected-log", .replace),
          ("--load-cookies --config --ca-certificate --certificate --private-key --crl-file", .use),
        ],
        operands: .special(Wget.read), harmless: "--help -h --version -V")
    case "aria2c", "axel":
      Row(
        values: "-x -s -k -j --header -n -U -S",
        options: [("-o --out", .replace), ("-d --dir", .fill), ("-i --input-file", .use)],
        operands: .all(.fetch))
    case "http", "https", "xh", "httpie":
      Row(
        values: "-a --auth -A --auth-type --session --timeout -p --print -s --style --proxy --verify --cert",
        options: [("-o --output", .replace)], operands: .special(Curl.readItems))
    case "lynx", "w3m", "links", "elinks": Row(values: "-width -cols", operands: .all(.fetch), singleDash: true)
    case "scp":
      Row(
        values: "-c -J -l -o -P -S -D -X", options: [("-F -i", .use)],
        operands: .transfer(.init(kind: .copy, hosts: true)), recursive: "-r")
    case "sftp": Row(values: "-c -J -l -o -P -S -D -X -B -R -s", options: [("-F -i -b", .use)])
    case "ftp", "lftp", "ncftp", "tftp": Row(values: "-u -p -e -c", options: [("-f", .use)])
    case "rsync":
      Row(
        values: """
          -f --filter --exclude --include -B --block-size --bwlimit --chmod --chown --compare-dest --contimeout -T \
          --temp-dir --groupmap --usermap --info --debug --link-dest --copy-dest --max-delete --max-size --min-size \
          --modify-window -M --out-format --partial-dir --port --rsync-path --skip-compress --sockopts --suffix \
          --timeout --log-file-format --iconv --protocol --compress-level --zl --outbuf --address --remote-option
          """,
        flags:
          "--archive --compress --verbose --progress --partial --delete-excluded --remove-source-files --backup --stats",
        options: [
          ("--exclude-from --include-from --password-file", .use), ("--files-from", .showNamesIn),
          ("--log-file", .replace),
          ("--backup-dir", .fill), ("-e --rsh", .shellCommand), ("--write-batch --only-write-batch", .replace),
          ("--read-batch", .use),
        ],
        operands: .transfer(
          .init(
            kind: .copy, removing: "--remove-source-files --remove-sent-files",
            mirroring: "--delete --del --delete-before --delete-during --delete-after --delete-delay --delete-excluded",
            hosts: true, slashMeansContents: true)),
        recursive: "-r -a --recursive --archive", harmless: "-n --dry-run --list-only --help --version")
    case "rclone":
      Row(
        values: "--config --transfers --checkers --include --exclude -P", harmless: "-n --dry-run", subcommands: rclone)
    case "ssh", "mosh", "autossh":
      Row(
        values: "-B -b -c -D -e -I -J -L -l -m -O -o -p -Q -R -W -w -S", options: [("-F -i", .use), ("-E", .replace)],
        permutes: false)
    case "ssh-keygen":
      Row(
        values: "-b -C -N -P -t -a -m -I -n -O -s -V -z -Z -w -D -r -R -F", options: [("-f", .nothing)],
        operands: .special(Keys.generate), harmless: "-l -B")
    case "ssh-copy-id": Row(values: "-p -o", options: [("-i", .show)])
    case "ssh-add": Row(values: "-t -s -e -E", operands: .all(.use))
    case "nc", "ncat", "netcat", "telnet", "socat":
      Row(values: "-p -s -w -x -X -i", options: [("-e --exec -c --sh-exec", .shellCommand), ("-o --output", .replace)])
    case "openssl": Row(subcommands: { _ in openssl })
    case "gpg", "gpg2", "gpgv", "age", "rage", "sops":
      Row(
        values:
          "-u --local-user --passphrase --recipient -r --homedir --keyserver --cipher-algo --batch-size -R --identity",
        options: [
          ("-o --output", .replace), ("--passphrase-file -i --identity --options --keyring -R --recipients-file", .use),
        ],
        operands: .all(.show), inPlace: "--in-place")
    case "keytool", "certutil", "mkcert":
      Row(
        values: "-alias -storepass -keypass -validity -dname", options: [("-keystore", .modify), ("-file", .use)],
        singleDash: true)
    case "minisign", "signify": Row(options: [("-s -p -m", .use), ("-x", .replace)])
    case "mail", "mutt", "mailx", "sendmail", "swaks":
      Row(values: "-s -c -b -r -S -t -f --to --from --server", options: [("-a --attach", .show), ("-q", .show)])
    case "gh", "glab": Row(subcommands: hub)
    case "aws", "gsutil", "gcloud", "az", "s3cmd", "mc", "b2", "doctl", "heroku", "flyctl", "fly", "vercel",
      "netlify", "wrangler":
      Row(options: [("--profile --region", .nothing)], operands: .special(Cloud.read))
    default: nil
    }
  }

  private static func rclone(_ name: String) -> Row? {
    switch name {
    case "copy", "copyto", "sync", "bisync":
      Row(
        operands: .transfer(.init(kind: .copy, exactly: "-T", hosts: true, slashMeansContents: true)), isRecursive: true
      )
    case "move", "moveto":
      Row(operands: .transfer(.init(kind: .move, exactly: "-T", hosts: true)), isRecursive: true)
    case "cat": Row(operands: .all(.show))
    default: nil
    }
  }

  private static let openssl = Row(
    values: """
      -days -subj -newkey -pass -passin -passout -cipher -connect -servername -name -md -iter -k -K -iv -S \
      -nodes-count -digest -sigopt -pkeyopt -algorithm -curve -inform -outform -keyform -hash -addext -set_serial \
      -alias
      """,
    options: [
      ("-in", .show), ("-out -keyout -signature-out -writerand", .replace),
      (
        "-inkey -key -config -CAfile -CA -CAkey -CApath -cert -certfile -signature -sigfile -verify -sign -extfile -kfile -rand",
        .use
      ),
    ],
    operands: .all(.use), singleDash: true)

  private static func hub(_ name: String) -> Row? {
    switch name {
    case "api":
      Row(
        values: "-X --method -H --header -f --raw-field -q --jq -t --template --hostname --cache -p --preview",
        options: [("--input", .show), ("-F --field", .showInField)])
    case "pr", "issue", "release", "repo", "run", "gist", "secret", "variable", "mr":
      Row(
        values:
          "-R --repo -t --title -b --body -H --head -B --base -l --label -a --assignee -r --reviewer -m --milestone -n -q -w",
        operands: .special(Hub.read(name)))
    default: nil
    }
  }
}
