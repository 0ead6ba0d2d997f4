# English lexicon; see zh.lex. Words are matched whole, case and width do not count.
[HD201]
roughly ?bound
approximately ?bound
approx ?bound
more or less
about ?before-number
about right
about the same
around ?before-number
circa ?bound
ca. ?before-number
nearly ?before-number
almost ?before-number
close to ?before-number
somewhere around
somewhere between
or so ?bound
or thereabouts
thereabouts
give or take
ballpark
in the region of
in the neighbourhood of
in the neighborhood of
on the order of
in the order of
kind of
sort of
- sort of item
- kind of item
- what kind of
- this kind of
- each kind of
- every kind of
- any kind of
- one kind of
- the kind of
- a kind of
- what sort of
- this sort of
ish
a rough estimate
rough estimate
rough guess
rule of thumb
loosely
plus or minus a bit
on average ?before-number
some 10
some 20
some 30
some 50
some 100
upwards of
north of
just over
just under
a little over
a little under
[HD202]
maybe
perhaps
might
possibly
probably
presumably
supposedly
apparently
likely
conceivably
arguably
should be fine
should be ok
should be okay
should be good
should be enough
should be there
should be somewhere
should be possible
should be safe
should be easy
should be sufficient
should be correct
should be right
should be the same
should be the latest
should be in the
should be in a
should be in my
should be on the
should be working
should be able
should be about
should be around
should be up to date
should be done
should be all right
should be alright
should still
should already
should work
should do the trick
should do it
should suffice
should probably
should normally
should usually
should mostly
should hopefully
should also be fine
ought to be fine
ought to work
ought to be enough
ought to be
i think
i believe
i guess
i suppose
i assume
i suspect
i reckon
i imagine
i feel
i'd say
i would say
i'm guessing
i'm fairly sure
i'm pretty sure
i am fairly sure
i am pretty sure
if i remember
if i recall
if i'm not mistaken
if memory serves
as far as i know
as far as i remember
as far as i can tell
to my knowledge
to the best of my knowledge
afaik
iirc
seems
seem to
seemed to
seemingly
appears to
appear to
could be
could have
could also be
may be
may have
may need
may take
may not
- you may not
- must or may not
may or may not
may still
may change
may differ
may vary
may well
may also
may already
may no longer
not sure
not certain
not entirely sure
unsure
unclear whether
unclear if
i'm told
i was told
i heard
rumour
rumor
in theory
theoretically
hopefully
with luck
no idea
who knows
potentially
- potentially dangerous goods
[HD203]
as appropriate
if appropriate
where appropriate
when appropriate
appropriately
as needed
as-needed
if needed
when needed
where needed
whenever needed
if need be
as necessary
if necessary
when necessary
where necessary
whenever necessary
if required ?required
as required ?required
when required ?required
where required ?required
as applicable
where applicable
if applicable
as you see fit
as they see fit
see fit
as seems fit
it depends
depends ?depends
depending on ?depends
use your judgement
use your judgment
use your own judgement
use your own judgment
your judgement
your judgment
use judgement
use judgment
best judgement
best judgment
use common sense
common sense
use your discretion
use discretion
at your discretion
at their discretion
at its discretion
at the discretion
discretionary
case by case
case-by-case
on a case by case basis
play it by ear
by feel
by gut
gut feeling
by instinct
use your instinct
by experience
from experience
go with experience
whatever works
whatever seems
whatever fits
whatever is best
whatever you think
what you think is
up to you
as you like
as you wish
as you prefer
be flexible
flexibly
stay flexible
with some flexibility
within reason
reasonable amount
reasonable time
if it makes sense
when it makes sense
where it makes sense
as makes sense
if it seems
when it seems
when it feels
when it looks
if it looks right
suitably
as suitable
if you feel
when you feel
if you think
when you think
as circumstances
under the circumstances
adjust accordingly
act accordingly
handle accordingly
react accordingly
proceed accordingly
as the situation
situationally
[HD204]
as usual
per usual
as per usual
business as usual
like usual
the usual way
the usual manner
the usual routine
the usual procedure
the usual process
the usual steps
the usual checks
the usual channels
the usual place
the usual stuff
the usual approach
the usual method
the usual workflow
the usual
usual way
usual procedure
usual process
usual routine
usual steps
the normal way
the normal manner
the normal procedure
the normal process
the normal routine
the normal steps
normal procedure
normal process applies
as normal
the standard way
the regular way
the customary way
customary
the old way
the old-fashioned way
the traditional way
same as before
same as always
same as ever
same as last time
same as last year
same as last month
same as last quarter
same as in previous
same as in the past
same as the previous
same as usual
same way as before
same way as always
same way as last
the same way we
the same way i
the same way it
the same way as
just like before
just like last
just like always
like before
like always
like last time
like last year
like last month
like we always
like we used to
like i always
like i used to
like every year
like every time
like every month
as before
- as before 1
- as before 2
as always
as ever
as in the past
as in previous years
as in prior years
as in earlier years
as we always
as we have always
as we've always
as i always
as i used to
as we used to
as it always
as has always
as previously
as was done before
as done before
as done last
as last time
as last year
the way we always
the way we've always
the way we have always
the way we usually
the way we normally
the way we used to
the way i always
the way i did
the way i do
the way i used to
the way i normally
the way i usually
the way it was
the way it has always
the way it's always
the way it is always
the way it's been
how we always
how we've always
how we have always
how we usually
how we normally
how i always
how i usually
how i did
how i used to
how it's always
how it has always
how it was done
we've always done
we have always done
what we always do
what we've always done
what i always do
what i did
what i usually do
what i normally do
do what you always
by habit
out of habit
force of habit
long-standing practice
long standing practice
established practice
common practice
past practice
usual practice
you know the drill
the drill
- the drill bit
- the drill press
- the drill diameter
- the drill size
- the drill is
- the drill head
tried and tested way
nothing changes
business-as-usual
[HD205]
etc
et cetera
and so on
and so forth
and the like
or the like
and such
- and such a
and similar
or similar
and others
among others
amongst others
and more ?not-counted
- and more than
and many more
and much more
and stuff
and stuff like that
stuff like that
and things
and things like that
things like that
things of that sort
or something
or something like that
something along those lines
and whatnot
and what not
and what have you
and all that
and the rest
and the others
and other things
and other stuff
and other related
and other relevant
and other such
other related
other relevant
and anything else
or anything else like
anything similar
and everything else
and everything related
and associated
and similar ones
and similar things
including but not limited to
including, but not limited to
to name a few
... ?ellipsis
… ?ellipsis
[HD206]
some ?some
several
a few
quite a few
very few
a lot
a lot of
lots of
many ?many
- how many
- as many as
- too many
- not too many
a couple
a couple of
couple of
a bunch
a bunch of
bunch of
a number of
- a number of 1
any number of
various
numerous
plenty
plenty of
a bit
- a bit mask
- a bit field
a little
- a little over
- a little under
a handful
a handful of
tons of
loads of
heaps of
dozens
dozens of
scores of
hundreds of
thousands of
countless
a small amount
a small number
a large number
a large amount
a good deal
a great deal
a good number
a fair number
a fair amount
a certain amount
a certain number
a majority of
a minority of
the majority of
the bulk of
most of the
most customers
most orders
most suppliers
most cases
most parts
sufficient
enough ?enough
ample
multiple times
multiple people
umpteen
[HD207]
regularly ?unless-period
on a regular basis ?unless-period
at regular intervals ?unless-period
routinely ?unless-period
periodically ?unless-period
periodic basis ?unless-period
soon ?soon
sooner or later
as soon as possible ?unless-period
as soon as you can
as soon as practicable
as soon as practical
as soon as you get
asap ?unless-period
a.s.a.p
promptly ?unless-period
timely ?unless-period
in a timely manner ?unless-period
in good time
in due course
in due time
eventually
shortly
- shortly before
- shortly after
before long
later on
later ?later
some time later
sometime
sometimes
some time
some other time
some day
someday
one day ?one-day
one of these days
at some point
at some stage
at a later stage
at a later date
at a later point
at your convenience
at your earliest convenience
at the earliest
when convenient
when you have time
when you have a moment
when you have a minute
when you have a chance
when you get a chance
when you get time
when you get around
when you find time
when there is time
when there's time
if there is time
if you have time
when time permits
when time allows
time permitting
whenever possible
when possible
whenever you can
when you can
whenever you like
occasionally
on occasion
from time to time
every now and then
every now and again
now and then
now and again
once in a while
every once in a while
every so often
ever so often
often ?often
frequently ?often
infrequently
rarely ?often
seldom ?often
intermittently
sporadically
usually soon
in a while
after a while
for a while
for some time
in the near future
in the foreseeable future
in the coming weeks
in the coming days
in the coming months
the other day
these days
nowadays
down the road
down the line
any day now
in a moment
not long after
every few days
every few weeks
every few months
every few hours
every few minutes
every couple of
every other time
constantly
continually
at random times
around then
without delay
without undue delay
immediately if
long before
early enough
well in advance
ahead of time
[HD208]
someone ?person
somebody ?person
someone else
somebody else
some people
some person
some colleague
some guy
the other team
the other teams
the other side
the other department
another team
another department
the team ?team
the teams
my team
our team
the right person
the right people
the right team
the relevant
relevant people
relevant person
relevant persons
relevant team
relevant teams
relevant department
relevant departments
relevant parties
relevant party
relevant colleagues
relevant colleague
relevant staff
relevant stakeholders
relevant contacts
relevant manager
appropriate person
appropriate people
appropriate team
appropriate department
appropriate party
appropriate contact
appropriate colleague
appropriate manager
responsible person
responsible people
responsible team
responsible party
responsible department
responsible colleague
responsible manager
person in charge
people in charge
whoever's in charge
those in charge
the one in charge
person responsible ?named-after
people responsible
those responsible
whoever
whomever
whoever is
anyone who
anybody who
anyone available
anybody available
anyone on
the guys
those guys
the guy
that guy
the folks
folks
the people in
the people at
the people from
the people on
people in the
people from
people upstairs
the usual people
usual people
usual suspects
the usual person
the concerned
concerned parties
concerned department
parties concerned
people concerned
interested parties
stakeholders
a colleague
colleagues
some colleagues
other colleagues
other people
ask them
tell them
contact them
call them
inform them
notify them
email them
let them know
they know
they will know
they'll know
they handle
they usually
they will handle
they'll handle
they'll take care
they will take care
they do it
they sort
the powers that be
upper management
higher-ups
the boss
some department
the business
the business side
another person
one of the engineers
one of the operators
one of the guys
one of us
one of the team
an expert
the experts
an experienced
[HD209]
the thing
the things
that thing
those things
this thing
thingy
the stuff
that stuff
this stuff
that script ?no-name
that file ?no-name
that sheet ?no-name
that spreadsheet ?no-name
that system ?no-name
that folder ?no-name
that tool ?no-name
that server ?no-name
that job ?no-name
that report ?no-name
that document ?no-name
that machine ?no-name
that program ?no-name
that table ?no-name
that list ?no-name
that page ?no-name
that link ?no-name
that form ?no-name
that template ?no-name
that macro ?no-name
that database ?no-name
that query ?no-name
that service ?no-name
that box ?no-name
that account ?no-name
that contract ?no-name
that drawing ?no-name
that fixture ?no-name
that customer ?no-name
that supplier ?no-name
that email ?no-name
that one ?no-name
those files ?no-name
those scripts ?no-name
those sheets ?no-name
those documents ?no-name
the old system ?no-name
the old server ?no-name
the old script ?no-name
the old file ?no-name
the old sheet ?no-name
the old spreadsheet ?no-name
the old tool ?no-name
the old one ?no-name
the old version ?no-name
the old database ?no-name
the old folder ?no-name
the old machine ?no-name
the old list ?no-name
the old template ?no-name
the old platform ?no-name
the old program ?no-name
the old document ?no-name
the old way of
the legacy system ?no-name
the legacy server ?no-name
the legacy database ?no-name
the legacy application ?no-name
the legacy app ?no-name
the legacy tool ?no-name
the other system ?no-name
the other file ?no-name
the other script ?no-name
the other sheet ?no-name
the other spreadsheet ?no-name
the other one ?no-name
the other folder ?no-name
the other server ?no-name
the other tool ?no-name
the other list ?no-name
the other document ?no-name
the other table ?no-name
the other database ?no-name
the other place
the previous one ?no-name
the previous system ?no-name
the previous file ?no-name
the former system ?no-name
the same place
the same file ?no-name
a certain
certain files
certain folder
certain documents
certain cases
some file
some script
some folder
some system
mentioned above
mentioned before
mentioned earlier
mentioned previously
as mentioned
i mentioned
we mentioned
we discussed
we talked about
as discussed
as explained before
discussed earlier
discussed before
described earlier
from before
the one from last
the one i
the one we
the one you
the ones i
the ones we
the file i
the sheet i
the script i
the document i
you know which
you know the one
the above-mentioned
aforementioned
somewhere ?somewhere
over there
[HD210]
simply
just ?just
- just-in-time
- just in time
- just before
- just after
- just above
- just below
- just as
- not just
- just over
- just under
- just like before
- just like last
- just like always
- just in case
obviously
obvious
of course
clearly ?clearly
needless to say
it goes without saying
goes without saying
everyone knows
everybody knows
as everyone knows
as everybody knows
as we all know
we all know
as you know
you know how
it is easy
it's easy
is easy
very easy
pretty easy
quite easy
really easy
easy enough
easily
easy-peasy
it is simple
it's simple
is simple
very simple
pretty simple
quite simple
really simple
fairly simple
simple enough
as simple as
straightforward
straight forward
self-explanatory
self explanatory
self-evident
trivial
trivially
no-brainer
piece of cake
no big deal
no rocket science
not rocket science
all you have to do
all you need to do is
effortless
effortlessly
naturally
basically
essentially
merely
no problem at all
without any problem
intuitive
intuitively
anyone can do
anybody can do
[HD211]
too high ?no-quantity
too low ?no-quantity
too big ?no-quantity
too large ?no-quantity
too small ?no-quantity
too long ?no-quantity
too short ?no-quantity
too many ?no-quantity
too much ?no-quantity
too few ?no-quantity
too little ?no-quantity
too slow ?no-quantity
too slowly ?no-quantity
too fast ?no-quantity
too hot ?no-quantity
too cold ?no-quantity
too warm ?no-quantity
too tight ?no-quantity
too loose ?no-quantity
too late ?no-quantity
too early ?no-quantity
too old ?no-quantity
too full ?no-quantity
too often ?no-quantity
too far ?no-quantity
too thick ?no-quantity
too thin ?no-quantity
too wide ?no-quantity
too narrow ?no-quantity
too heavy ?no-quantity
too light ?no-quantity
too deep ?no-quantity
too noisy ?no-quantity
too loud ?no-quantity
too expensive ?no-quantity
too rough ?no-quantity
too dirty ?no-quantity
too worn ?no-quantity
too weak ?no-quantity
too strong ?no-quantity
very high ?no-quantity
very low ?no-quantity
very large ?no-quantity
very big ?no-quantity
very small ?no-quantity
very slow ?no-quantity
very long ?no-quantity
very hot ?no-quantity
very old ?no-quantity
very late ?no-quantity
very many ?no-quantity
really slow ?no-quantity
really high ?no-quantity
really big ?no-quantity
quite high ?no-quantity
quite low ?no-quantity
quite slow ?no-quantity
quite large ?no-quantity
relatively high ?no-quantity
relatively low ?no-quantity
relatively large ?no-quantity
extremely high ?no-quantity
extremely low ?no-quantity
extremely slow ?no-quantity
extremely large ?no-quantity
unusually high ?no-quantity
unusually low ?no-quantity
unusually large ?no-quantity
unusually long ?no-quantity
unusually slow ?no-quantity
unusually many ?no-quantity
unusually big ?no-quantity
abnormally ?no-quantity
unacceptably ?no-quantity
unreasonably ?no-quantity
suspiciously ?no-quantity
excessive ?no-quantity
excessively ?no-quantity
overly ?no-quantity
significantly ?no-quantity
considerably ?no-quantity
substantially ?no-quantity
noticeably ?no-quantity
drastically ?no-quantity
sharply ?no-quantity
severe wear ?no-quantity
heavy wear ?no-quantity
badly worn ?no-quantity
heavily worn ?no-quantity
a long time ?no-quantity
long time ?no-quantity
takes long ?no-quantity
takes forever ?no-quantity
is slow ?no-quantity
are slow ?no-quantity
was slow ?no-quantity
gets slow ?no-quantity
becomes slow ?no-quantity
become slow ?no-quantity
turns slow ?no-quantity
runs slow ?no-quantity
runs slowly ?no-quantity
responds slowly ?no-quantity
slow response ?no-quantity
slow responses ?no-quantity
slow queries ?no-quantity
sluggish ?no-quantity
is high ?no-quantity
is low ?no-quantity
is large ?no-quantity
is big ?no-quantity
gets high ?no-quantity
gets low ?no-quantity
gets hot ?no-quantity
gets big ?no-quantity
gets large ?no-quantity
runs low ?no-quantity
running low ?no-quantity
runs hot ?no-quantity
high load ?no-quantity
high traffic ?no-quantity
high cpu ?no-quantity
high memory ?no-quantity
high volume ?no-quantity
large order ?no-quantity
large orders ?no-quantity
big order ?no-quantity
big orders ?no-quantity
big customers ?no-quantity
large customers ?no-quantity
large amounts ?no-quantity
large deviation ?no-quantity
large deviations ?no-quantity
high value ?no-quantity
high-value ?no-quantity
far too ?no-quantity
way too ?no-quantity
much higher ?no-quantity
much lower ?no-quantity
much larger ?no-quantity
much longer ?no-quantity
much slower ?no-quantity
a lot higher ?no-quantity
[HD102]
on my laptop
on my computer
on my pc
on my machine
on my desktop
on my phone
on my mobile
on my tablet
on my mac
on my notebook
on my workstation
on my desk
on my drive
on my disk
on my hard drive
on my hard disk
on my usb
on my stick
on my bookshelf
on my shelf
on my home
on my google drive
on my dropbox
on my onedrive
on my own laptop
on my own computer
on my own machine
on my personal
on my private
on my work laptop
on my work computer
on my office computer
on my office pc
on my old laptop
on my company laptop
from my laptop
from my computer
from my machine
from my pc
to my laptop
my laptop
my desktop
my hard drive
my hard disk
my local drive
my local disk
my local copy
my local folder
my local machine
my local computer
my local clone
my local repository
my c: drive
my c drive
my d: drive
my d drive
my usb stick
my usb drive
my thumb drive
my flash drive
my home directory
my home folder
my home drive
my downloads
my documents
my documents folder
my google drive
my dropbox
my onedrive
my icloud
my personal drive
my personal laptop
my personal computer
my personal cloud
my personal folder
my personal dropbox
my personal google drive
my private laptop
my private folder
my private drive
my private mailbox
my private repository
my private repo
my private email account
in my mailbox
in my inbox
in my email
in my emails
in my e-mail
in my mail
in my outlook
in my sent
in my drafts
in my archive
in my private mailbox
in my personal mailbox
in my drawer
in my desk
in my locker
in my cabinet
in my cupboard
in my notebook
in my notes
in my head
in my home
in my downloads
in my documents
in my folder
in my browser
in my bookmarks
in my chat
in my chats
in my chat history
in my wechat
in my whatsapp
in my slack
in my teams
in my dms
in my messages
in my private
in my personal
in my own
my drawer
my inbox
my mailbox
my private mailbox
my bookmarks
my browser
my notebook
my paper notes
my handwritten notes
my personal notes
my wechat history
wechat history
wechat chat
wechat chats
chat history
chat log
chat logs
chat thread
private chat
private messages
direct messages
personal mailbox
private mailbox
personal laptop
private laptop
personal computer
private computer
personal drive
private drive
saved locally
stored locally
kept locally
lives locally
locally on
only locally
local drive
local disk
local hard drive
local copy
local folder
local desktop
on the desktop of
desktop of my
sits on my
[HD103]
my own account
my account
my personal account
my private account
my user account
my personal user
my login
my own login
my personal login
my user
my own user
my credentials
my personal credentials
my own credentials
my gmail
my personal gmail
my private gmail
my hotmail
my yahoo
my outlook.com
my private email
my private e-mail
my personal email
my personal e-mail
my personal mail
my private mail
my own email
my private address
my personal address
my phone
my phone number
my own phone
my mobile
my mobile number
my cell
my cell phone
my cellphone
my private phone
my private mobile
my private number
my personal phone
my personal mobile
my personal number
my personal cell
my whatsapp
my wechat
- my wechat history
my wechat account
my personal wechat
my telegram
my line account
my qq
my skype
my credit card
my personal credit card
my paypal
my apple id
my google account
my microsoft account
my github account
my personal github
my linkedin
my personal linkedin
my api key
my token
my ssh key
my certificate
in my name
under my name
registered to me
registered on me
tied to me
private phone
private mobile
private number
private cell
private email
private e-mail
private gmail
private account
personal account
- personal account manager
personal gmail
personal phone
personal mobile
personal email
personal e-mail
personal wechat
personal whatsapp
private whatsapp
personal credit card
[HD105]
ask me
asking me
call me
- call me back list
contact me
ping me
message me
text me
email me
e-mail me
mail me
phone me
ring me
notify me
inform me
tell me
remind me
let me know
let me
give me a call
give me a ring
give me a shout
drop me
shoot me
write to me
write me
reach me
reach out to me
come to me
come see me
come find me
come and see me
find me
see me
check with me
confirm with me
clarify with me
coordinate with me
talk to me
speak to me
speak with me
talk with me
turn to me
get in touch with me
get back to me
get me
consult me
consult with me
send it to me
send them to me
send that to me
send this to me
send me
to me ?to-me
forward to me
forward it to me
forward them to me
hand it to me
pass it to me
escalate to me
report to me
assign to me
assign it to me
cc me
copy me
loop me in
keep me
wait for me
until i am back
until i'm back
until i return
i will
- i will have left
- i will be gone
- i will leave
- i will no longer
i'll
- i'll have left
- i'll be gone
i shall
i'd be happy
i am happy to
i'm happy to
i am available
i'm available
i can help
i can explain
i can do
i can fix
i can show
i can still
i handle
i take care
i look after
i approve
i decide
i sign
i do it
i do this
i do that
i usually do
i always do
i normally do
i personally
i'm the one
i am the one
i know how
only i know
my approval
my sign-off
my signature
my help
with my help
by me ?to-me
through me
from me ?to-me
