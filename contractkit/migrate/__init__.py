"""Rewrites the requests of one contract for another, by what the data of the contract say.

- `mapping` is what the data say: which value goes where, and what has no counterpart;
- `inputs` reads the requests, `migration` rewrites one: `transfers` carries its values over with
  `values` and `patterns`, `payloads` puts them together, `losses` lists what is left behind;
- `checking` judges the result by the contract that it is for; `reporting` makes findings of all;
- `texts` writes payloads as JSON, `side_by_side` shows both, `output_folder` writes files.
"""
