"""Findings put right by small edits of the text that they stand in.

How one finding is fixed: `faults` for the text itself, `renaming` for a property's name, `values`
for a value; `proposing` asks them for a finding's cause. What is done with the fixes: `rounds`
applies them and judges the result again, `replacing` puts it in the place of the file, `comparing`
shows it as a diff.
"""
