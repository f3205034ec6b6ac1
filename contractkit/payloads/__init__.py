"""Payloads made from the schemas alone: valid ones, and ones that break one rule.

From the bottom up; each module imports only what stands before it:

- `patterns` parses a pattern, `pattern_strings` makes strings that match it, `pattern_edges`
  strings that only just match, or only just do not;
- `edge_values` lists the values of a scalar place that are worth trying;
- `valid_schemas` loads the schemas that a payload meets, and a node of `nodes` is a place in a
  payload with all the schemas that judge it;
- `choices` are the sources that choose between values: a plan, a seeded generator;
- `builder` builds a payload for a node, with `repairs` for our own keywords;
- `mutation_points` lists where a message can be broken, `bases` the valid payloads to start from,
  and `mutations` has one function for each keyword; `text_mutations` break the JSON text;
- `cases` are payloads with their verdicts; `single_violations` finds out fast whether a payload
  breaks one keyword alone;
- `sampling` draws cases from a source, `boundary_suite` lists those at every edge, and
  `strategies` draws them with Hypothesis.
"""
