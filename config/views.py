"""The front door."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from athletes.access import athletes


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Everyone starts at Today: their own, or that of the athlete who lets them in, or at the list of them
    when there are several; without any there is the way to one.
    """
    if getattr(request.user, "own_athlete", None):
        return redirect("analysis:today", athlete="me")
    known = athletes(request.user, data="analysis", action="read").order_by("name", "pk")[:2]
    if not known:
        return render(request, "nobody_yet.html")
    return redirect("analysis:today", athlete=known[0].uid) if len(known) == 1 else redirect("roster:index")
