"""A strategy step by step, for somebody who knows no YAML: forms over the same text that the editor shows (S0.24).

`steps` says what there is to do, `forms` what is asked, `fields` what every form shares, `filled` what is known
already; `writing` puts what was said into the text, `pages` shows a step, `views` answers.
"""
