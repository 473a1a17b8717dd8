from django.urls import path

from backend.web.views import demo

urlpatterns = [
    path("demo/anmelden/<str:token>/", demo.sign_in, name="demo-sign-in"),
    path("demo/mails/", demo.mails, name="demo-mails"),
    path("demo/mails/<str:name>/", demo.mail_text, name="demo-mail"),
    path("demo/mails/<str:name>/html/", demo.mail_html, name="demo-mail-html"),
]
