"""Spirit's addresses."""

from django.urls import include, path

urlpatterns = [path("", include("spirit.urls"))]
