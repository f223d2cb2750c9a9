/** Passwords of twelve characters and more that guessers try first; shorter ones are refused for their length. In lower case. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  123456789012 1234567890123 12345678901234 123456789012345 1234567890123456 123456123456 123123123123 121212121212 112233445566
  0123456789ab 0987654321098 987654321098 abcdefghijkl abcdefghijklm abcdefghijklmnop abc123abc123 abcd1234abcd a1b2c3d4e5f6 aaaa1111bbbb
  qwertyuiop12 qwertyuiop123 qwertyuiop[] qwertyuiopas qwertyuiopasdf qwertyqwerty qwerty123456 qwerty123qwe qwerty1234567 qwerty12345678
  qwe123qwe123 q1w2e3r4t5y6 q1w2e3r4t5y6u7 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsxcde3 zaq1xsw2cde3 qazwsxedcrfv asdfghjkl123 asdfasdfasdf zxcvbnm12345 zxcvbnmasdfg
  password1234 password12345 password123456 password1234! password2024 password2025 password2026 passwordpassword password@123 password@1234 p@ssw0rd1234 p@ssword1234 passw0rd1234 mypassword123
  administrator administrator1 admin1234567 admin12345678 adminadminadmin adminpassword admin@123456 rootpassword superadmin123 changeme1234 changemeplease letmein12345 letmeinletmein letmeinplease
  welcome12345 welcome123456 welcome12345! welcome@1234 iloveyou1234 iloveyou12345 iloveyouforever iloveyousomuch princess1234 sunshine1234 football1234 baseball1234 superman1234 dragon123456 monkey123456 michael12345
  charlie12345 whatever1234 trustno1trustno1 starwars1234 pokemon12345 computer1234 internet1234 secret123456 summer2024!! winter2024!! liverpool123 manchester123 chocolate123 butterfly123
  azertyuiop12 azertyuiop123 azerty123456 motdepasse123 motdepasse1234 passwort1234 passwort12345 hallo1234567 contrasena123 parola123456 wachtwoord123 wachtwoord1234
  flowieflowie flowieexchange flowie123456 correcthorsebatterystaple
  `
    .trim()
    .split(/\s+/),
);
