"""Measures how the installation does, keeps incidents, and tells the operators once about each."""
