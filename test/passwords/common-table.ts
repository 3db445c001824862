/** What people choose first, one a line; with 15 characters and more, as passwords have to be, and a few that two factors would allow. */
export const refused = `
password
Password1
P@ssw0rd
P@$$w0rd!
pa$$word123
passw0rd2024
sunshine
iloveyou
iloveyou!!
trustno1
letmein123
football
baseball1
princess
superman
starwars
whatever
computer
welcome1
Welcome2024!
michelle
jennifer1
charlie123
jordan23
mustang69
motdepasse
Motdepasse1
m0tdep@sse
bonjour1
Bonjour123!
azertyuiop
azerty123
qwerty123
qwertyui
1q2w3e4r
1qaz2wsx
1qaz@WSX
zaq12wsx
asdfghjkl
qazwsxedc
12345678
87654321
11111111
00000000
12341234
12121212
abcd1234
abc12345
a1b2c3d4
aaaaaaaa
soleil12
soleil2023
doudou01
jetaime1
chocolat
marseille13
loulou123
nicolas1
camille2005
juillet2024
Janvier2025!
printemps2024
summer2024
Winter23!
October2023
administrator
administrateur
changeme1
changezmoi!
connexion1
bienvenue
Bienvenue2024
password password
passwordpassword
passwordpassword1
PasswordPassword123
password1234567
password12345678
password123456789
Password1234567!
Password20242024
password2024!!!!!!
password!!!!!!!!
mypassword12345
mypasswordis1234
mypasswordispassword
thisismypassword
this is my password
This is my password!
passwordpasswordpassword
PASSWORDPASSWORD
p@ssw0rdp@ssw0rd
P@ssw0rd12345678
P4ssw0rdP4ssw0rd
Pa$$w0rdPa$$w0rd
passwordqwertyuiop
qwertyuiop12345
qwertyuiop123456
qwertyuiopasdfgh
qwertyuiopasdfghjkl
qwertyqwertyqwerty
qwertyqwerty123
qwerty1234567890
QWERTYuiop[]1234
1234567890qwerty
1234567890qwertyuiop
azertyuiopqsdfgh
azertyuiopqsdfghjklm
azertyazertyazerty
azerty123456789
Azerty123456789!
azerty azerty azerty
poiuytrezapoiuytreza
poiuytrewqlkjhg
asdfghjklasdfghjkl
asdfghjkl;asdfgh
asdfghjklzxcvbnm
qsdfghjklmwxcvbn
zxcvbnmzxcvbnmzx
1q2w3e4r5t6y7u8i
1q2w3e4r5t6y7u8i9o0p
1qaz2wsx3edc4rfv
!QAZ@WSX#EDC$RFV
qazwsxedcrfvtgb
aqwzsxedcrfvtgb
1a2z3e4r5t6y7u8i
123456789012345
1234567890123456
12345678901234567890
0123456789012345
9876543210987654
987654321987654321
111111111111111
000000000000000
1111111122222222
112233445566778899
123123123123123
123456123456123456
121212121212121
147258369147258369
789456123789456123
159357159357159357
314159265358979
31415926535897932384
246810121416182022
2024202420242024
198519851985198519
!@#$%^&*()!@#$%^&*()
!!!!!!!!!!!!!!!
***************
---------------
aaaaaaaaaaaaaaa
zzzzzzzzzzzzzzzz
abababababababab
abcabcabcabcabc
abcdabcdabcdabcd
xyzxyzxyzxyzxyz
xk7xk7xk7xk7xk7xk7
hippopotamehippopotame
girafegirafegirafe
kangaroo kangaroo
abcdefghijklmno
abcdefghijklmnop
abcdefghijklmnopqrstuvwxyz
ABCDEFGHIJKLMNOP
zyxwvutsrqponmlkj
abcdefgh12345678
a1b2c3d4e5f6g7h8
aabbccddeeffgghh
aaaabbbbccccdddd
aaaaabbbbbccccc1
iloveyouiloveyou
iloveyou12345678
iloveyouforever
I love you forever!
ilovemymother123
iloveyousomuch1
jetaimejetaimejetaime
je t'aime je t'aime
jetaimepourtoujours
jetaimemaman1234
mamanjetaime2010
monamourpourlavie
motdepassemotdepasse
motdepasse12345
motdepasse123456
Motdepasse2024!
mot de passe 1234
mon mot de passe
Mon Mot De Passe 1
Mot-de-passe-2024
m0tdepassem0tdepasse
monmotdepasse123
ceci est mon mot de passe
jaioubliemonmotdepasse
bonjourbonjour1
bonjourbonjourbonjour
Bonjour123456789
soleilsoleilsoleil
soleil123456789
soleilsoleil2024
doudoudoudou1234
chocolatchocolat
Chocolat20102010
princesseprincesse
camille2005camille
nicolasnicolas1
marseillemarseille13
footballfootball
liverpool1234567!
sunshinesunshine
sunshine12345678
princessprincess
supermansuperman
starwarsstarwars
monkeymonkeymonkey
dragondragondragon
dragon1234567890
letmeinletmein1
letmeinletmeinplease
welcomewelcome1
WelcomeWelcome2024
Welcome123456789
bienvenuebienvenue
Bienvenue123456
administrator123
administrateur1
Administrateur2024!
adminadminadmin
adminpassword123
admin1234567890
rootrootrootroot
testtesttesttest
testpassword123
testtest12345678
changemechangeme
changeme1234567
ChangeMe!ChangeMe!
changezmoichangezmoi
secretsecretsecret
supersecretpassword
supersecret123456
secretpassword1
trustno1trustno1
user1234567890
username1234567
utilisateur12345
computercomputer
internet12345678
connexionconnexion
facebookpassword
correcthorsebatterystaple
correct horse battery staple
Correct Horse Battery Staple
Correct-Horse-Battery-Staple1
c0rrecth0rsebatterystaple
to be or not to be
tobeornottobethatisthequestion
the quick brown fox
thequickbrownfoxjumpsoverthelazydog
may the force be with you
Maytheforcebewithyou1
opensesameopensesame
sésame ouvre-toi
il était une fois
je pense donc je suis
jenesaispas1234
liberté égalité fraternité
lorem ipsum dolor sit amet
winter is coming 2024
once upon a time
vive la France 1789
portez ce vieux whisky au juge blond qui fume
ＰａｓｓｗｏｒｄＰａｓｓｗｏｒｄ
pässwordpässword
mótdepassemótdepasse
p.a.s.s.w.o.r.d.1.2.3
p a s s w o r d 1 2 3
summersummer2024
Summer2024Summer2024
Janvier2024Janvier
mondaymonday2024
`
  .split('\n')
  .filter((line) => line !== '')

/** What nobody thinks of first. */
export const accepted = `
eleven grey geese went north
correct horse battery
  correct horse battery 
tournevis-grenadine-oblique
le facteur boit du thé vert à Brest
quatre moutons dansent sous la pluie
seventeen umbrellas in the bathtub
my cat types better than the intern
purple otter vacuum cleaner
mossy bridge over quiet canals
un parapluie troué pour deux escargots
la cafetière siffle faux le lundi
ornithorynque et pamplemousse
velours brique tambour citron
gravier-pinceau-hublot-sirop
nine lazy walruses play bridge
bicycle teapot lantern marmot
glacier tweed compass pudding
absorb-canyon-flute-jacket
trampoline brocoli satellite
he fixed the radiator with a spoon
elle range ses skis dans la baignoire
wobbly pianos never learn cursive
zigzag cranberry helicopter
abricots farcis sur canapé mauve
mangetoutperiscopewaffle
oatmealcanyonribbonthud
flottejambonvitrailpelle
qmzptlvkrwhdxbng
kfjwoqpznvmxbdhe
xK9#mQ2$vL5@nR8!
Zr7!pWq2&tLm9^Xs
h7Tq-9vKx-3mPw-6zRd
4f9d2c7ae1b80356
9b1deb4d-3b7d-4bad-9bdd
Jx!vq8LrT0ep#uWk
t6Yh!bNq0PlKw93xZ
Vg2pL8-wQe5nK1-rTb7
748291037462915
583920174659203847
pfxbtnzhqeulvmwd
ma voisine élève des autruches
Trois-Rivières sous la neige fondue
tante Odette perd toujours au scrabble
grandpa whittles crooked spoons
recette de tourtière volée
hublot hublot cactus pivot
do not feed the accountant after six
password managers are worth a penny
the dragon sleeps under my desk chair
soleil couchant sur tôle ondulée
monkeys rarely balance ledgers
чёрный кот пьёт молоко
чёрный кот любит password
ёжик в тумане a a a
солнечный ветер над рекой
青い自転車で海まで走る夏の朝だった
ééééééééééééééé
éàéàéàéàéàéàéàéà
лллллллллллллллл
👩‍🚀🐙🎺🧀🌵🚲🎈🧦🪁🦔🍋🛶🎲🧭🪴
kayak2Renverse=orage
Bleu?42!girouette
carpe volante 1851 fanfare
`
  .split('\n')
  .filter((line) => line !== '')
