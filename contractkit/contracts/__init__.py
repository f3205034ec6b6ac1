"""Reads contracts: their schemas, rules, codes, fields and examples.

`loading` finds the files of a contract, and everything else reads them through it: `schemas` of its
messages, `fields` that these describe, `rules`, `examples` of the rules, `codes`, `repeated_values`
in notifications, `views` of what a person looks at, with the `encodings` of its texts;
`similar_names` finds the field that a misspelt name means, and `explanations` puts a rule, code or
field into words.
"""

from contractkit.contracts.loading import Contract, load

__all__ = ["Contract", "load"]
