"""The public facts of the register as Open Referral HSDS 3.1: services, their schedules, locations and organisations.

Members and parameters are named as that standard names them. A venue is a location and, by its own opening hours, a
service there; an activity is a service at a location. Ids are those of the register: unique for each kind of record, as
the standard asks, so that a service, its location and the link between them may share one.
"""

HSDS_VERSION = "3.1"
HSDS_PROFILE = "https://docs.openreferral.org/en/3.1/hsds/overview.html"
