"""The demonstration: a newsroom at work on an article, taken through the same deeds as everyone's."""
