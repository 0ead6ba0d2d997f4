# Sign-in, first start, own account, accounts
login-title = Sign in
login-name = Sign-in name
login-password = Password
login-submit = Sign in
login-demo = Demonstration company
login-demo-hint = The company and everybody in it are invented. One click signs in with that role.
error-sign-in = Name or password is wrong.
error-sign-in-locked = Too many wrong attempts; please try again later.

totp-title = Second factor
totp-hint = Enter the six digits that your authenticator shows.
totp-code = Code
error-totp-wrong = That code is wrong; use the newest six digits of your authenticator.
error-totp-used = That code was used already; please wait for the next one.
error-totp-on = The second factor is on already.

setup-title = First start
setup-hint = Name the company and its first administrator, who can then make accounts for HR, managers and others.
setup-token = Start word (shown on the console when the server started)
setup-company = Company name
setup-display-name = Administrator's name
setup-submit = Begin
error-setup-token = That start word is wrong; see the server's console.

password-hint = At least 8 characters, better 15 or more; no common password.
error-login = A sign-in name has 2 to 64 characters and no blanks.
error-login-taken = This sign-in name is taken.
error-password-short = A password has at least 8 characters.
error-password-long = A password has at most 256 characters.
error-password-common = This password is too common to be safe; please choose another.
error-password-wrong = The old password is wrong.
error-role = This role cannot be given directly.
error-own-admin-role = You cannot take the administrator's role from yourself; another administrator can.
error-own-account = You cannot switch off your own account.

account-title = My account
account-preferences = Language and appearance
account-language = Language
account-theme = Appearance
theme-auto = As the system
theme-light = Light
theme-dark = Dark
account-password = Password
account-old-password = Old password
account-new-password = New password
account-change-password = Change password
account-totp = Second factor
account-totp-on = On
account-totp-off = Not on yet. Accounts that see pay or scores should turn it on.
account-totp-begin = Set up a second factor
account-totp-remove = Turn off
account-totp-how = Add an account in your authenticator with the key below, then enter the six digits it shows.
account-totp-open = Open in an authenticator on this device
account-totp-confirm = Turn on
account-sessions = Signed-in devices
account-session-device = Device
account-session-since = Since
account-session-last = Last used
account-session-this = this one
account-session-end = Sign it out

done-saved = Saved.
done-password = Password changed; all other devices were signed out.
done-session-ended = That device was signed out.
done-totp-on = The second factor is on.
done-totp-off = The second factor is off.
