#include "ctoml.h"
// A policy is three levels deep. toml++ recurses once a level, so the bounds keep its stack small whatever the text is.
#define TOML_MAX_NESTED_VALUES 32
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>
#include <algorithm>
#include <cstdio>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace {
constexpr size_t most_key_parts = 16;
constexpr size_t most_nodes = 200'000;

struct place { uint32_t line = 1, column = 1; };

// toml++ bounds nested values but not dotted keys, each part of which is a table in a table. Looks at the text between
// strings and comments for a run of more parts than the bound.
bool finds_long_key(std::string_view text, place &at) {
  size_t parts = 0, line_start = 0;
  uint32_t line = 1;
  for (size_t i = 0; i < text.size(); i++) {
    const char c = text[i];
    if (c == '\n') { line++; line_start = i + 1; parts = 0; continue; }
    if (c == '#') { while (i + 1 < text.size() && text[i + 1] != '\n') i++; continue; }
    if (c == '"' || c == '\'') {
      const bool is_long = text.compare(i, 3, std::string(3, c)) == 0;
      size_t j = i + (is_long ? 3 : 1);
      for (; j < text.size(); j++) {
        if (text[j] == '\\' && c == '"') { j++; continue; }
        if (text[j] == '\n') { if (!is_long) break; line++; line_start = j + 1; }
        if (text[j] == c && (!is_long || text.compare(j, 3, std::string(3, c)) == 0)) { if (is_long) j += 2; break; }
      }
      if (j < text.size() && text[j] == '\n') j--;
      i = j;
      continue;
    }
    const bool is_key = c == '.' || c == '-' || c == '_' || c == ' ' || c == '\t' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    if (!is_key) { parts = 0; continue; }
    if (c == '.' && ++parts >= most_key_parts) {
      at.line = line;
      at.column = static_cast<uint32_t>(i - line_start + 1);
      return true;
    }
  }
  return false;
}
}  // namespace

struct ctoml_document {
  toml::table root;
  std::string error;
  bool failed = false;
  place at;
  std::deque<std::string> made;  // text that the tree does not hold itself
  std::vector<ctoml_node> nodes;

  void fail(std::string_view description, place where) {
    failed = true;
    error = std::string(description);
    at = where;
  }

  void add(const toml::node &node, uint32_t parent, const toml::key *key) {
    if (nodes.size() >= most_nodes) return;
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
      case toml::node_type::table: out.kind = CTOML_TABLE; break;
      case toml::node_type::array: out.kind = CTOML_ARRAY; break;
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
    if (const toml::table *table = node.as_table()) {
      // toml++ keeps a table sorted by name; people see the order of the text.
      std::vector<std::pair<const toml::key *, const toml::node *>> members;
      members.reserve(table->size());
      for (auto &&[name, value] : *table) members.emplace_back(&name, &value);
      std::sort(members.begin(), members.end(), [](const auto &a, const auto &b) {
        return a.first->source().begin < b.first->source().begin;
      });
      for (const auto &[name, value] : members) add(*value, index, name);
    } else if (const toml::array *array = node.as_array()) {
      for (auto &&value : *array) add(value, index, nullptr);
    }
    nodes[index].end = static_cast<uint32_t>(nodes.size());
  }
};

ctoml_document *ctoml_parse(const char *text, size_t length) {
  auto *document = new ctoml_document;
  place at;
  if (finds_long_key(std::string_view(text, length), at)) {
    document->fail("a dotted key may have at most 16 parts", at);
    return document;
  }
  toml::parse_result result = toml::parse(std::string_view(text, length));
  if (!result) {
    const auto begin = result.error().source().begin;
    document->fail(result.error().description(), {begin.line, begin.column});
    return document;
  }
  document->root = std::move(result).table();
  document->nodes.reserve(length / 24 + 16);
  document->add(document->root, 0, nullptr);
  if (document->nodes.size() >= most_nodes) document->fail("a policy file may have at most 200,000 values", {1, 1});
  return document;
}
const char *ctoml_error(const ctoml_document *d) { return d->failed ? d->error.c_str() : nullptr; }
uint32_t ctoml_error_line(const ctoml_document *d) { return d->at.line; }
uint32_t ctoml_error_column(const ctoml_document *d) { return d->at.column; }
const ctoml_node *ctoml_nodes(const ctoml_document *d, size_t *count) { *count = d->nodes.size(); return d->nodes.data(); }
void ctoml_free(ctoml_document *d) { delete d; }
