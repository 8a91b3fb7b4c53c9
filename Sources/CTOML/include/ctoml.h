#pragma once
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
// A parsed TOML document as a flat list of nodes. A table's or an array's children follow it, in the order of the text.
typedef enum { CTOML_TABLE, CTOML_ARRAY, CTOML_STRING, CTOML_INTEGER, CTOML_FLOAT, CTOML_BOOLEAN, CTOML_DATE, CTOML_OTHER } ctoml_kind;
typedef struct {
  ctoml_kind kind;
  uint32_t parent;                      // index of the table or array that this node is in; 0 is the root table
  uint32_t end;                         // index behind the last node below this one
  uint32_t key_line, key_column;        // where the name stands
  uint32_t line, column;                // where the value stands
  const char *key; size_t key_length;   // the name in its table; NULL in an array
  const char *text; size_t text_length; // strings; dates as YYYY-MM-DD
  int64_t integer;                      // integers; booleans as 0 or 1
  double real;
} ctoml_node;
typedef struct ctoml_document ctoml_document;
// Never NULL. Depth, the length of dotted keys and the number of values are bounded; over a bound is an error as any other.
ctoml_document *ctoml_parse(const char *text, size_t length);
const char *ctoml_error(const ctoml_document *);       // NULL when the text is valid TOML
uint32_t ctoml_error_line(const ctoml_document *);
uint32_t ctoml_error_column(const ctoml_document *);
const ctoml_node *ctoml_nodes(const ctoml_document *, size_t *count);
void ctoml_free(ctoml_document *);
#ifdef __cplusplus
}
#endif
