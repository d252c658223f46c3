"""Services of another register in the form of Open Referral HSDS 3: places, activities, hours, audiences."""

from venues.importing.hsds.load import load_hsds

__all__ = ["load_hsds"]
