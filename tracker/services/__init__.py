"""Deeds: one function a verb, actor first; the only floor that writes."""
