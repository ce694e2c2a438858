/**
 * Every function that a chart may call, with what it wants: T text, N whole number, F number, L list, M map, B flag,
 * A anything, R regular expression, D time, P layout of a time, Z zone, U duration, S version, C constraint of versions,
 * J JSON or YAML, O TOML, K key, G URL, W path, E base64. A star means any number more of it.
 */
const signatures = `
  and A A*; or A A*; not A; len A; index L N; index M K; index A A*; slice L N N; slice T N N; slice A N*; print A*;
  println A*; html A*; js A*; urlquery A*; call A A*; eq A A; eq A A*; ne A A; lt A A; le A A; gt A A; ge A A;
  quote A*; squote A*; trunc N T; trim T; trimAll T T; trimall T T; trimSuffix T T; trimPrefix T T; upper T; lower T; title T;
  untitle T; replace T T T; contains T T; hasPrefix T T; hasSuffix T T; indent N T; nindent N T; repeat N T; substr N N T;
  cat A*; nospace T; initials T; abbrev N T; abbrevboth N N T; wrap N T; wrapWith N T T; plural T T N; snakecase T;
  camelcase T; kebabcase T; swapcase T; join T L; join T A; splitList T T; split T T; splitn T N T; sortAlpha L;
  toStrings L; toStrings A; regexMatch R T; mustRegexMatch R T; regexFind R T; mustRegexFind R T; regexFindAll R T N;
  mustRegexFindAll R T N; regexReplaceAll R T T; mustRegexReplaceAll R T T; regexReplaceAllLiteral R T T;
  mustRegexReplaceAllLiteral R T T; regexSplit R T N; mustRegexSplit R T N; regexQuoteMeta T; default A A; empty A;
  coalesce A*; ternary A A B; all A*; any A*; kindIs K A; kindOf A; typeIs K A; typeOf A; typeIsLike K A; deepEqual A A;
  toString A; int A; int64 A; float64 A; atoi T; toDecimal A; add A*; add N N; add1 A; sub A A; sub N N; div N N; div A A;
  mod N N; mul A A*; max A A*; min A A*; biggest A A*; floor A; floor F; ceil A; ceil F; round F N; round F N F; round A N;
  addf F F; add1f F; subf F F; mulf F F; divf F F; addf A*; subf A A*; mulf A A*; divf A A*; maxf F F*; minf F F*;
  until N; untilStep N N N; seq N*; dict K A; dict A*; get M K; set M K A; unset M K; hasKey M K; pick M K*; omit M K*;
  pluck K M M*; dig K A M; dig K K A M; dig A*; merge M M; merge M M*; mergeOverwrite M M; mergeOverwrite M M*;
  mustMerge M M*; mustMergeOverwrite M M*; deepCopy A; mustDeepCopy A; list A*; tuple A*; first L; mustFirst L; last L;
  mustLast L; rest L; mustRest L; initial L; mustInitial L; append L A; mustAppend L A; push L A; mustPush L A;
  prepend L A; mustPrepend L A; concat L*; reverse L; mustReverse L; uniq L; mustUniq L; without L A*; mustWithout L A*; has A L;
  mustHas A L; compact L; mustCompact L; chunk N L; mustChunk N L; mustSlice L N N; b64enc T; b64dec E;
  b32enc T; b32dec T; sha1sum T; sha256sum T; sha512sum T; adler32sum T; toJson A; mustToJson A; toRawJson A;
  mustToRawJson A; toPrettyJson A; mustToPrettyJson A; fromJson J; mustFromJson J; fromJsonArray J; toYaml A;
  mustToYaml A; toYamlPretty A; fromYaml J; fromYamlArray J; toToml M; toToml A; fromToml O; include T A;
  tpl T A; required T A; fail T; lookup T T T T; getHostByName T; semver S; semverCompare C S; date P D; dateInZone P D Z; date_in_zone P D Z; dateModify U D; date_modify U D; mustDateModify U D; must_date_modify U D; toDate P T; mustToDate P T;
  htmlDate D; htmlDateInZone D Z; unixEpoch D; duration A; durationRound U; durationRound A; base W; dir W; ext W;
  clean W; isAbs W; osBase W; osDir W; osExt W; osClean W; osIsAbs W; urlParse G; urlJoin M; decryptAES T E;
  hello; buildCustomCert E E
`;

/** What has no order, or is different each time, shows as what does not change. */
const shapes = `
  len (keys M M*); sortAlpha (keys M); len (values M); len (randAlphaNum N); len (randAlpha N); len (randNumeric N);
  len (randAscii N); len (b64dec (randBytes N)); regexMatch "^[a-z]+$" (randAlpha 5); len (shuffle T); len uuidv4; kindOf now; typeOf (now);
  kindIs "int" (randInt N N); decryptAES "k" (encryptAES "k" T); typeOf (ago D); len (encryptAES T T)
`;

/** Dear in helm: rarely. */
const dear = `
  len (htpasswd T T); derivePassword N K T T T; len (bcrypt T); typeOf (genCA T N); kindOf (genSelfSignedCert T L L N);
  first (splitList "\\n" (genPrivateKey K)); typeOf (genSignedCert T L L N A); typeOf (genCAWithKey T N T)
`;

const parse = (text: string): string[] => text.split(';').map((one) => one.trim());

export const usual: readonly string[] = [...parse(signatures), ...parse(shapes)];
export const rare: readonly string[] = parse(dear);

/** Methods and fields of what a template is given. */
export const members: readonly string[] = parse(`
  .Files.Get W; .Files.GetBytes W; .Files.Lines W; .Files.Glob W; (.Files.Glob W).AsConfig; (.Files.Glob W).AsSecrets; .Files.AsConfig;
  .Files.Nope; .Files; len .Files; .Capabilities.KubeVersion; .Capabilities.KubeVersion.String; .Capabilities.KubeVersion.GitVersion;
  .Capabilities.KubeVersion.Version; .Capabilities.KubeVersion.Minor; .Capabilities.KubeVersion.Nope;
  .Capabilities.APIVersions.Has T; .Capabilities.APIVersions; len .Capabilities.APIVersions; .Capabilities.Nope;
  .Chart.Name; .Chart.Name A; .Chart.Annotations; .Chart.Annotations.a; .Chart.Nope; .Chart.Nope.more; .Chart.Keywords; .Chart.Maintainers;
  .Chart.Dependencies; .Chart.Type; .Chart; .Chart.IsRoot; .Release; .Release.Name; .Release.Revision; .Release.Nope; .Release.Name.x;
  .Template; .Template.Name; .Template.BasePath; .Values.AsMap; .Values.YAML; .Values.nope; .Values.nope.x; .Values.str.x; .Values.list.x;
  .Values.int.x; .Values.map.a; .Values.deep.b.c.d; .Subcharts; .nope; .nope.x; $.Values.str; (.Values).str; (.Values.nope).x;
  (semver S).Major; (semver S).Minor; (semver S).Patch; (semver S).Prerelease; (semver S).Metadata; (semver S).Original;
  (semver S).String; (semver S).Compare (semver S); (semver S).Equal (semver S); (semver S).LessThan (semver S);
  (semver S).GreaterThan (semver S); (semver S).IncMajor; (semver S).IncMinor; (semver S).IncPatch;
  (semver S).SetPrerelease T; (semver S).SetMetadata T; (semver S).LessThanEqual (semver S); (semver S).GreaterThanEqual (semver S);
  (semver S).Nope; (semver S).Major N; (toDate P T).Year; (toDate P T).Month; (toDate P T).Weekday; (toDate P T).YearDay; (toDate P T).Unix;
  (toDate P T).UnixMilli; (toDate P T).UnixMicro; (toDate P T).UnixNano; (toDate P T).Nanosecond; (toDate P T).IsZero; (toDate P T).UTC;
  (toDate P T).Format P; (toDate P T).Zone; (toDate P T).ISOWeek; (toDate P T).Date; (toDate P T).Equal (toDate P T);
  (toDate P T).Before (toDate P T); (toDate P T).After (toDate P T); (toDate P T).Sub (toDate P T); (toDate P T).AddDate N N N;
  (toDate P T).Add N; (toDate P T).String; (toDate P T).GoString; (toDate P T).Truncate N; (toDate P T).Compare (toDate P T);
  (toDate P T).Location; (toDate P T).Local; (urlParse G).host; (split T T)._0; (split T T)._9; (fromYaml J).a; (fromJson J).Error; (first L).a
`);
