import HookModel

/// Programs that fetch and send.
enum NetworkRows {
  static func row(_ program: String) -> Row? {
    switch LookupName(program) {
    case "curl", "curlie":
      Row(
        values: """
          -X --request -u --user -A --user-agent -e --referer -m --max-time --connect-timeout --retry \
          --retry-delay --retry-max-time -x --proxy -y -Y -z --time-cond -r --range -Q --quote \
          --resolve --interface --limit-rate --max-redirs --max-filesize -C --continue-at --data-raw --form-string \
          -U --proxy-user --ciphers --tls-max --pass --cert-type --key-type --oauth2-bearer --unix-socket \
          --aws-sigv4 -P --ftp-port -t --telnet-option --proto --proto-default --noproxy --socks5 \
          --socks5-hostname --connect-to --keepalive-time --local-port --dns-servers --doh-url --parallel-max \
          --happy-eyeballs-timeout-ms --rate -h --proto-redir --expand-data --expand-url --expand-header --request-target \
          --login-options --mail-from --mail-rcpt --service-name --tls13-ciphers --curves --engine --krb --preproxy \
          --proxy-header --retry-all --socks4 --socks4a --speed-limit --speed-time --keepalive-cnt --trace-config
          """,
        flags:
          "--location --silent --show-error --fail --remote-name --remote-name-all --remote-header-name --insecure --head",
        options: [
          ("-o --output", .nothing), ("--output-dir", .nothing),
          ("-d --data --data-ascii --data-binary --json", .showBehindAt), ("--data-urlencode", .nothing),
          ("-H --header --url-query -w --write-out", .showBehindAt), ("--variable", .nothing),
          ("-F --form", .showInField), ("-T --upload-file", .nothing), ("-K --config", .use),
          ("-D --dump-header --trace --trace-ascii --stderr --libcurl -c --cookie-jar --hsts --alt-svc", .replace),
          (
            "-E --cert --key --cacert --capath --netrc-file --crlfile --pinnedpubkey --etag-compare --proxy-cacert",
            .use
          ),
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
          ("--save-cookies --warc-file --rejected-log", .replace), ("--use-askpass", .shellCommand),
          ("--load-cookies --config --ca-certificate --certificate --private-key --crl-file", .use),
        ],
        operands: .special(Wget.read), harmless: "--help -h --version -V")
    case "aria2c", "axel":
      Row(
        values: "-x -s -k -j --header -n -U -S",
        options: [
          ("-o --out", .nothing), ("-d --dir", .nothing), ("-i --input-file", .use), ("-l --log", .replace),
          ("--on-download-complete --on-download-error --on-download-start --on-download-stop", .shellCommand),
        ],
        operands: .special(Wget.aria))
    case "fetch":
      Row(
        values: "-B -S -T -w -i --ca-cert --user-agent --referer", options: [("-o --output", .replace)],
        operands: .special(Fetch.read))
    case "http", "https", "xh", "xhs", "httpie":
      Row(
        values: "-a --auth -A --auth-type --session --timeout -p --print -s --style --proxy --verify --cert",
        options: [("-o --output", .replace)], operands: .special(Curl.readItems))
    case "lynx", "w3m", "links", "elinks", "html2text":
      Row(
        values: "-width -cols -T -I -O", options: [("-cookie_file -cfg -config", .use)],
        operands: .special(Browser.read), singleDash: true)
    case "scp":
      Row(
        values: "-c -J -l -P -D -X",
        options: [("-F -i", .use), ("-S", .shellCommand), ("-o", .setting(isCommand: SecureShell.isCommand))],
        operands: .transfer(.init(kind: .copy, hosts: true)), recursive: "-r")
    case "sftp":
      Row(
        values: "-c -J -l -P -D -X -B -R -s",
        options: [("-F -i -b", .use), ("-S", .shellCommand), ("-o", .setting(isCommand: SecureShell.isCommand))],
        operands: .special(SecureShell.transfer))
    case "ftp", "lftp", "ncftp", "tftp": Row(values: "-u -p -e -c", options: [("-f", .use)])
    case "rsync":
      Row(
        values: """
          -f --filter --exclude --include -B --block-size --bwlimit --chmod --chown --compare-dest --contimeout -T \
          --temp-dir --groupmap --usermap --info --debug --link-dest --copy-dest --max-delete --max-size --min-size \
          --modify-window -M --out-format --partial-dir --port --skip-compress --sockopts --suffix \
          --timeout --log-file-format --iconv --protocol --compress-level --zl --outbuf --address --remote-option
          """,
        flags:
          "--archive --compress --verbose --progress --partial --delete-excluded --remove-source-files --backup --stats",
        options: [
          ("--exclude-from --include-from --password-file", .use), ("--files-from", .showNamesIn),
          ("--log-file", .replace),
          ("--backup-dir", .fill), ("-e --rsh --rsync-path", .shellCommand),
          ("--write-batch --only-write-batch", .replace),
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
        values: "-B -b -c -D -e -I -J -L -l -m -O -p -Q -R -W -w -S",
        options: [
          ("-F -i", .use), ("-E", .replace), ("-o", .setting(isCommand: SecureShell.isCommand)),
        ], permutes: false)
    case "ssh-keygen":
      Row(
        values: "-b -C -N -P -t -a -m -I -n -O -s -V -z -Z -w -D -r -R -F", options: [("-f", .nothing)],
        operands: .special(Keys.generate), harmless: "-l -B")
    case "ssh-copy-id": Row(values: "-p -o", options: [("-i", .show)])
    case "ssh-add": Row(values: "-t -s -e -E", operands: .all(.use))
    case "socat":
      Row(
        values: "-b -t -T -L -W", options: [("-lf -r -R", .replace)], operands: .special(Socat.read), singleDash: true)
    case "nc", "ncat", "netcat", "telnet":
      Row(values: "-p -s -w -x -X -i", options: [("-e --exec -c --sh-exec", .shellCommand), ("-o --output", .replace)])
    case "openssl": Row(subcommands: { openssl($0) })
    case "age-keygen": Row(options: [("-o --output", .replace)], operands: .all(.use))
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
      Row(
        values: "--profile --region --bucket --key --container --container-name --name --account-name",
        options: [
          ("--body --file --source -f", .nothing), ("--destination --output-file --outfile", .nothing),
        ], operands: .special(Cloud.read))
    default: nil
    }
  }

  private static func rclone(_ name: String) -> Row? {
    switch name {
    case "copy", "copyto":
      Row(operands: .transfer(.init(kind: .copy, ofContents: true, hosts: true)), isRecursive: true)
    case "sync", "bisync":
      Row(operands: .transfer(.init(kind: .copy, mirrors: true, ofContents: true, hosts: true)), isRecursive: true)
    case "move", "moveto":
      Row(operands: .transfer(.init(kind: .move, ofContents: true, hosts: true)), isRecursive: true)
    case "cat": Row(operands: .all(.show))
    case "delete", "deletefile", "purge", "rmdir", "rmdirs": Row(operands: .special(Cloud.delete), isRecursive: true)
    default: nil
    }
  }

  private static func openssl(_ name: String) -> Row {
    // Their operand is a number.
    switch name {
    case "rand", "genrsa", "gendsa", "dhparam", "prime", "speed", "ciphers", "passwd": openssl(operands: .unused)
    default: openssl(operands: .all(.use))
    }
  }

  private static func openssl(operands: Row.Operands) -> Row {
    Row(
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
      operands: operands, singleDash: true)
  }

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
