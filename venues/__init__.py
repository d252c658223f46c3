"""The register of a neighbourhood's social infrastructure, and everything that is worked out from it.

The folders are the stages of one flow, from top to bottom: importing and register write models, walking measures
metres, assessment scores coverage, reports and api and pages show it.
"""
