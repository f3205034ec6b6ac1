"""A payload to findings.

The modules, in the order in which they work on one payload:

- `options` (what to check and report), `recognition` (which message the payload is) and `check`,
  which asks `fast_validator` first; most payloads are valid, and then nothing else is imported;
- `detailed_check` reads the text of any other payload, with all its faults if it has any;
  `violations` finds every keyword that it breaks, by `native_validator`, or by
  `reference_validator` where native code cannot read a value;
- `placeholders` leaves out what a template need not say yet; `causes` makes one of the violations
  that one mistake of the author explains;
- `finding_builder` makes findings of causes and faults, with the words of `wording` and the fixes
  of `violation_fixes` and `text_fixes`.

`custom_keywords` holds the keywords `x-…` that JSON Schema lacks, `fast_keywords` quicker ways to
check them, by `sufficient_schemas`. `sent_messages` reads the messages in a payload as a person
looks at them, `text_parts` says in how many parts a text is sent.
"""
