"""How one payload is judged, in this order.

`options` says how, and `recognise` which message it is; `clean` gives the fast yes. Only where that
fails, `closely` reads the text again: `violations` (with `validators` and our own `keywords`) finds
what is broken, `causes` (with `lookalikes`, `versions`, `names` and `suggest`) makes one slip of
the author one cause, `words` puts it into words, and `compose` makes it a finding. `templates`,
`selection` and `redact` say what is not reported, or not shown.
"""
