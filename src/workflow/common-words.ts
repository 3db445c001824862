// What the passwords are made of that people choose first, in English and French, without accents, blanks and punctuation. Not a list of
// anybody's passwords: the words of everyday life that are guessed before all others. `common-passwords.ts` says what is made of them.

const wordsIn = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '')

/** Words that add nothing: the little ones, and those that stand for the password itself. */
export const fillers = wordsIn(`
  am an and are at be by do for go got he her his in is it its me my no not of on or our she so much very the their this that these those
  to us was
  we what who will with yes you your too
  au aux ce ces cet cette de des du elle en est et il je la le les leur lui ma mes moi mon ne nos notre nous ou par pas plus pour que qui sa
  sans se ses son sur ta te tes toi ton tres tu un une vos votre vous
  access acces account admin administrateur administration administrator adm app bienvenue changeme changezmoi changemoi code compte connect
  connexion default defaut demo enter entree example exemple guest hello hidden identifiant invite key letmein login logon master mdp
  moderator modifiezmoi motdepasse new nouveau nouvelle open ouvre owner pass passe passcode passphrase passw passwd password passwords
  passwort private prive public pwd root secret secrete secure security securite sesame signin super superuser support sysadmin system
  systeme
  temp temporaire temporary test tester testing user username utilisateur web webmaster welcome welkom
`)

/** Words that count: two of them, in any number, are no password. */
export const words = wordsIn(`
  abc amazing america angel animal apple april august autumn baby banana baseball basketball batman beautiful beauty bird birthday black
  blue
  boss bowling boy brother brown buddy bunny business butterfly candy captain car castle cat champion charlie cheese cherry chicken
  chocolate
  christmas church city cocacola coffee computer cookie cool cowboy crazy crystal daddy dad dallas dance dancer daniel dark darling december
  destiny diamond doctor dog dolphin donald dragon dream earth easter eagle elephant elvis england europe explorer facebook falcon family
  father february fire fish flower football forever fortnite france freedom friday friend friends fuck fucker fuckoff fuckyou game gamer
  games
  garden genesis ginger girl god gold golden golf good google great green guitar guitare hacker hammer happy harley heart heaven hockey
  holiday
  home honey horse house hunter iceman ilove iloveyou inter internet january jesus july june jordan junior killer king kitty knight legend
  life
  light lion little liverpool london lord love loveme lovely lover lucky magic man march marine matrix mercedes merlin midnight mine
  minecraft miss mom
  monday money monkey monster moon morning mother mountain movie music mustang naruto nature netflix never nicole night ninja november
  number
  nothing october one orange orchid panda panther paradise paris party peace peanut pepper perfect phoenix phone pirate pizza player please
  poker pokemon police power precious princess purple queen rabbit rachel rainbow ranger red river rock rocket rose runner samsung
  saturday school scorpion september shadow silver sister skywalker smile snoopy snow soccer sophie spider spiderman spring star starwars
  strong student sugar summer sun sunday sunflower sunshine superman superstar sweet sweetheart teacher thunder thursday tiger tigger
  tinkerbell
  titanic trust trustno tuesday turtle twitter united victory warrior water wednesday whatever white william windows winner winter wizard
  wolf woman wonderful world year yellow york youtube zombie
  accueil aime aimer alpha ami amie amis amitie amour ange animaux annee anniversaire aout argent avril azur banane bateau beau beaute
  bebe belle
  bisou bisous blanc bleu bleue bonheur bonjour bonne bonsoir bureau cabinet cadeau camion campagne canada canard cerise champagne chanson
  chat
  chaton cheval chevaux cherie chien chiens chiffre chocolat ciel client clients cochon coeur comptabilite comptable copain copine coucou
  couleur
  coupe croissant cuisine danse dauphin decembre demain dieu dimanche dossier doudou doudoune douceur ecole enfant enfants entreprise equipe
  espoir etoile famille fille fils fevrier fleur fleurs foot footballeur foret framboise francais fraise frere fromage garcon gateau girafe
  grand grenouille hiver histoire ile ilot jamais janvier jardin jaune jetaime jeudi jour juillet juin jules lapin lapine liberte licorne
  lumiere
  lune lundi lyon maison maman manger marche mardi mars marseille matin mamie mercredi merde mer mignon minou miel moto montagne montreal
  mort
  mouton musique neige noel noir noire nombre novembre nuit octobre oiseau orage ours papa papillon papy paradis parfum pays peche petit
  petite
  plage plaisir poisson pomme portable poulet poupee poupette prince princesse printemps puce quebec reine renard rouge samedi sante
  septembre serpent singe soeur soleil souris sourire sport soutien tempete terre tigre toujours tortue toto toulouse travail tulipe
  vacances vanille vendredi vert verte vie vitesse ville violette voiture voyage
  adam alexandra alexandre alexander alexis alice amanda andrea andrew angela anna anne anthony antoine arthur ashley aurelie austin bailey
  barbara benjamin bernard brandon camille caroline catherine cedric celine charles charlotte chelsea chloe christian christine christophe
  claire
  claude clement david delphine didier dominique edward elizabeth emilie emma eric etienne florian francois frederic gabriel george gerard
  guillaume helene henri hugo isabelle jack jackson jacques james jasmine jason jean jennifer jeremy jerome jessica joel john jonathan
  joseph
  joshua juliette julie julien justin karine kevin laura laurent lauren lea leo louis louise lucas lucie maggie manon marc marie martin
  martine mathieu matthew max maxime melanie melissa michael michel michelle monique morgan nathalie nathan nicolas olivia olivier oscar
  pascal patricia patrick paul pauline philippe pierre quentin raphael rebecca richard robert romain ryan sabrina samantha samuel sandra
  sandrine
  sarah sebastien simon stephane stephanie steven sylvie taylor theo thierry thomas valentin valerie vanessa victoria vincent virginie
  yannick zoe
`)

/** Sentences that everybody knows count as one word. */
export const phrases = wordsIn(`
  abandonallhope allonsenfantsdelapatrie allyouneedislove alwaysandforever beammeupscotty
  becauseimbatman bonjourtoutlemonde carpediem cecinestpasunepipe ceciestmonmotdepasse cestlavie cogitoergosum
  correcthorsebatterystaple correcthorsestaplebattery darthvader dontworrybehappy ettubrute everythingisawesome fiatlux forgetpassword
  frerejacques godsavethequeen godsavetheking happybirthdaytoyou helloworld hakunamatata houstonwehaveaproblem iamyourfather
  iforgotmypassword iforgot ihatepasswords ihatemypassword iletaitunefois incorrect ingodwetrust itsasecret jaioublie
  jaimelechocolat jaimelavie jaioubliemonmotdepasse jenesaispas jenesaisplus jepensedoncjesuis jesuischarlie justdoit
  keepcalmandcarryon laissezmoientrer leparrain lesmiserables letitbe liberteegalitefraternite livelongandprosper livelaughlove
  loremipsum loremipsumdolorsitamet dolorsitamet maytheforcebewithyou metroboulotdodo mynameis
  nevergiveup nevergonnagiveyouup nopassword nothingtosee noonewillguess obiwankenobi onceuponatime onceuponatimeinthewest opensesame
  passwordincorrect petitpapanoel pourquoipas portezcevieuxwhiskyaujugeblondquifume quelquechose romeoetjuliette
  rosesareredvioletsareblue seigneurdesanneaux sesameouvretoi stairwaytoheaven startrek somethingsecret sweetdreams
  tellmewhy thankyou thecakeisalie thelordoftherings thequickbrownfoxjumpsoverthelazydog thequickbrownfox jumpsoverthelazydog
  theanswerisfortytwo
  thereisnospoon thisismypassword tobeornottobe tobeornottobethatisthequestion thatisthequestion tousensemble toutvabien
  twinkletwinkle unpourtous touspourun vivelafrance viveleroi vivelequebec libre whoami winteriscoming
  withgreatpowercomesgreatresponsibility
  yabbadabbadoo yesterday youshallnotpass
`)

/** What fingers do by themselves: ways over keyboards (English, French, German), the keypad, the alphabet, counting. Backwards as well. */
export const walks: readonly string[] = [
  '12345678901234567890',
  '1234567891011121314151617181920',
  '0123456789',
  '00112233445566778899',
  '11223344556677889900',
  '13579111315171921',
  '0246810121416182022',
  '10203040506070809000',
  '3141592653589793238462643383279',
  '2718281828459045',
  'abcdefghijklmnopqrstuvwxyzabc',
  'aabbccddeeffgghhiijjkkllmmnnooppqqrrssttuuvvwwxxyyzz',
  'a1b2c3d4e5f6g7h8i9j0',
  '1a2b3c4d5e6f7g8h9i0j',
  '1234abcd5678efgh',
  '!@#$%^&*()+',
  '&"(!)=',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1q2w3e4r5t6y7u8i9o0p',
  '1a2z3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'a1z2e3r4t5y6u7i8o9p0',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1aqw2zsx3edc4rfv5tgb6yhn7uj8ik9ol0pm',
  '!qaz@wsx#edc$rfv%tgb',
  'qazwsxedcrfvtgbyhnujmikolp',
  'aqwzsxedcrfvtgbyhnujikolpm',
  'zaqxswcdevfrbgtnhymjukilop',
  '741852963',
  '147258369',
  '159357',
  '789456123',
  '789632145',
]
