#include "ctoml.h"
#include <toml++/toml.h>
#include <cstdio>
#include <deque>
#include <string>
#include <vector>

struct ctoml_document {
  toml::table root;
  std::string error;
  bool failed = false;
  uint32_t line = 0, column = 0;
  std::deque<std::string> made;  // text that the tree does not hold itself
  std::vector<ctoml_node> nodes;

  void add(const toml::node &node, uint32_t parent, const toml::key *key) {
    ctoml_node out{};
    out.parent = parent;
    if (key) {
      out.key = key->str().data();
      out.key_length = key->str().size();
      out.key_line = key->source().begin.line;
      out.key_column = key->source().begin.column;
    }
    out.line = node.source().begin.line;
    out.column = node.source().begin.column;
    const uint32_t index = static_cast<uint32_t>(nodes.size());
    switch (node.type()) {
      case toml::node_type::table: {
        out.kind = CTOML_TABLE;
        nodes.push_back(out);
        for (auto &&[k, v] : *node.as_table()) add(v, index, &k);
        return;
      }
      case toml::node_type::array: {
        out.kind = CTOML_ARRAY;
        nodes.push_back(out);
        for (auto &&v : *node.as_array()) add(v, index, nullptr);
        return;
      }
      case toml::node_type::string: {
        const std::string &text = node.as_string()->get();
        out.kind = CTOML_STRING;
        out.text = text.data();
        out.text_length = text.size();
        break;
      }
      case toml::node_type::integer: out.kind = CTOML_INTEGER; out.integer = node.as_integer()->get(); break;
      case toml::node_type::floating_point: out.kind = CTOML_FLOAT; out.real = node.as_floating_point()->get(); break;
      case toml::node_type::boolean: out.kind = CTOML_BOOLEAN; out.integer = node.as_boolean()->get(); break;
      case toml::node_type::date: {
        const auto date = node.as_date()->get();
        char text[16];
        std::snprintf(text, sizeof text, "%04u-%02u-%02u", unsigned(date.year), unsigned(date.month), unsigned(date.day));
        made.emplace_back(text);
        out.kind = CTOML_DATE;
        out.text = made.back().data();
        out.text_length = made.back().size();
        break;
      }
      default: out.kind = CTOML_OTHER; break;
    }
    nodes.push_back(out);
  }
};

ctoml_document *ctoml_parse(const char *text, size_t length) {
  auto *document = new ctoml_document;
  toml::parse_result result = toml::parse(std::string_view(text, length));
  if (!result) {
    document->failed = true;
    document->error = std::string(result.error().description());
    document->line = result.error().source().begin.line;
    document->column = result.error().source().begin.column;
    return document;
  }
  document->root = std::move(result).table();
  document->add(document->root, 0, nullptr);
  return document;
}
const char *ctoml_error(const ctoml_document *d) { return d->failed ? d->error.c_str() : nullptr; }
uint32_t ctoml_error_line(const ctoml_document *d) { return d->line; }
uint32_t ctoml_error_column(const ctoml_document *d) { return d->column; }
const ctoml_node *ctoml_nodes(const ctoml_document *d, size_t *count) { *count = d->nodes.size(); return d->nodes.data(); }
void ctoml_free(ctoml_document *d) { delete d; }
