"""Plugins, fact wiring, selection, running, waivers and the cache; knows no rule."""
