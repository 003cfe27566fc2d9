//! A provider of logins, for real: OpenID Connect.
