import HookModel

/// Converters of documents, pictures and sound.
enum DocumentRows {
  static func row(_ program: String) -> Row? {
    switch LookupName(program) {
    case "pandoc":
      Row(
        values:
          "-f --from -r --read -t --to -w --write -V --variable -M --metadata --toc-depth --columns --wrap --pdf-engine",
        options: [
          ("-o --output", .replace),
          (
            "--template --defaults -d --metadata-file -H -B -A --css -c --bibliography --csl --filter -F --lua-filter -L",
            .use
          ),
          ("--log", .replace),
        ],
        operands: .all(.show))
    case "ffmpeg": Row(operands: .special(Media.ffmpeg))
    case "ffprobe", "mediainfo", "identify", "pdfinfo", "plantuml": Row(operands: .special(Media.probe))
    case "exiftool", "sips": Row(operands: .special(Media.tags))
    case "pdftotext", "pdftohtml", "wkhtmltopdf", "wkhtmltoimage", "pdf2ps", "ps2pdf", "html2pdf", "unoconv":
      Row(operands: .special(Media.convert))
    case "pdftoppm", "pdfimages", "pdftocairo": Row(operands: .special(Media.pages))
    case "soffice", "libreoffice":
      Row(values: "--convert-to --infilter", options: [("--outdir", .nothing)], operands: .special(Media.office))
    case "chromium", "google-chrome", "chrome", "chromium-browser":
      Row(options: [("--print-to-pdf --screenshot", .replace)])
    case "asciidoctor", "asciidoc", "mmdc", "typst", "d2", "xsltproc", "tidy", "saxon":
      Row(
        values: "-b --backend -a --attribute --param --stringparam -t --theme -w -H -e --format -access",
        options: [
          ("-o --out-file --output", .replace), ("-D --destination-dir", .fill), ("-i --input -config -c", .use),
        ], operands: .all(.show), inPlace: "-m -modify", singleDash: false)
    case "hugo", "mkdocs", "jekyll", "sphinx-build", "doxygen", "mdbook", "typedoc", "jsdoc", "pdoc", "eleventy":
      Row(
        values: "-b -D -s --source -e --environment -t",
        options: [
          ("-d --destination --site-dir --dest-dir --out -o --output-dir --output", .fill),
          ("-c --config --config-file -f", .use),
        ], operands: .special(Media.site))
    case "jupyter", "nbconvert", "papermill", "nbstripout", "jupytext":
      Row(
        values: "--to -p --ExecutePreprocessor.timeout -k --kernel",
        options: [("--output-dir", .fill), ("--output", .nothing)], operands: .special(Media.notebook))
    case "convert", "magick", "mogrify", "composite", "montage", "cwebp", "dwebp", "gs", "pdftk", "qpdf", "sox",
      "inkscape", "rsvg-convert", "dot", "neato", "potrace", "optipng", "jpegoptim", "pngquant", "svgo", "img2pdf":
      Row(operands: .special(Media.convert))
    case "groff", "troff", "pdflatex", "xelatex", "lualatex", "latexmk", "tectonic", "luatex":
      Row(values: "-m -T", operands: .all(.show))
    default: nil
    }
  }
}
