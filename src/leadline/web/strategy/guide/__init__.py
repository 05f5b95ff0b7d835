"""A strategy step by step, for somebody who knows no YAML: forms over the same text that the editor shows (S0.24).

`steps` says what there is to do, `forms` what is asked, `filled` what is known already, `views` answers.
"""
