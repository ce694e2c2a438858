/** A zone's names for its time and its summer time, the offset of the first in seconds, and the places that use them. */
type ZoneNames = readonly [standard: string, offset: number, summer: string, places: string];

/** The zones whose times have names of letters, by the time zone database 2025. All others are called by their offset. */
const named: readonly ZoneNames[] = [
  ['SST', -39600, '', 'Pacific/Midway Pacific/Pago_Pago Pacific/Samoa US/Samoa'],
  ['HST', -36000, '', 'HST Pacific/Honolulu Pacific/Johnston US/Hawaii'],
  ['HST', -36000, 'HDT', 'America/Adak America/Atka US/Aleutian'],
  [
    'AKST',
    -32400,
    'AKDT',
    'America/Anchorage America/Juneau America/Metlakatla America/Nome America/Sitka America/Yakutat US/Alaska',
  ],
  [
    'PST',
    -28800,
    'PDT',
    'America/Ensenada America/Los_Angeles America/Santa_Isabel America/Tijuana America/Vancouver Canada/Pacific Mexico/BajaNorte PST8PDT US/Pacific',
  ],
  [
    'MST',
    -25200,
    '',
    'America/Creston America/Dawson America/Dawson_Creek America/Fort_Nelson America/Hermosillo America/Mazatlan America/Phoenix America/Whitehorse Canada/Yukon MST Mexico/BajaSur US/Arizona',
  ],
  [
    'MST',
    -25200,
    'MDT',
    'America/Boise America/Cambridge_Bay America/Ciudad_Juarez America/Denver America/Edmonton America/Inuvik America/Shiprock America/Yellowknife Canada/Mountain MST7MDT Navajo US/Mountain',
  ],
  [
    'CST',
    -21600,
    'CDT',
    'America/Chicago America/Indiana/Knox America/Indiana/Tell_City America/Knox_IN America/Matamoros America/Menominee America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem America/Ojinaga America/Rainy_River America/Rankin_Inlet America/Resolute America/Winnipeg CST6CDT Canada/Central US/Central US/Indiana-Starke',
  ],
  [
    'CST',
    -21600,
    '',
    'America/Bahia_Banderas America/Belize America/Chihuahua America/Costa_Rica America/El_Salvador America/Guatemala America/Managua America/Merida America/Mexico_City America/Monterrey America/Regina America/Swift_Current America/Tegucigalpa Canada/Saskatchewan Mexico/General',
  ],
  [
    'EST',
    -18000,
    'EDT',
    'America/Detroit America/Fort_Wayne America/Grand_Turk America/Indiana/Indianapolis America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Vevay America/Indiana/Vincennes America/Indiana/Winamac America/Indianapolis America/Iqaluit America/Kentucky/Louisville America/Kentucky/Monticello America/Louisville America/Montreal America/Nassau America/New_York America/Nipigon America/Pangnirtung America/Port-au-Prince America/Thunder_Bay America/Toronto Canada/Eastern EST5EDT US/East-Indiana US/Eastern US/Michigan posixrules',
  ],
  [
    'EST',
    -18000,
    '',
    'America/Atikokan America/Cancun America/Cayman America/Coral_Harbour America/Jamaica America/Panama EST Jamaica',
  ],
  ['CST', -18000, 'CDT', 'America/Havana Cuba'],
  [
    'AST',
    -14400,
    'ADT',
    'America/Glace_Bay America/Goose_Bay America/Halifax America/Moncton America/Thule Atlantic/Bermuda Canada/Atlantic',
  ],
  [
    'AST',
    -14400,
    '',
    'America/Anguilla America/Antigua America/Aruba America/Barbados America/Blanc-Sablon America/Curacao America/Dominica America/Grenada America/Guadeloupe America/Kralendijk America/Lower_Princes America/Marigot America/Martinique America/Montserrat America/Port_of_Spain America/Puerto_Rico America/Santo_Domingo America/St_Barthelemy America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent America/Tortola America/Virgin',
  ],
  ['NST', -12600, 'NDT', 'America/St_Johns Canada/Newfoundland'],
  ['WET', 0, 'WEST', 'Atlantic/Canary Atlantic/Faeroe Atlantic/Faroe Atlantic/Madeira Europe/Lisbon Portugal WET'],
  ['UTC', 0, '', 'Etc/UCT Etc/UTC Etc/Universal Etc/Zulu UCT UTC Universal Zulu'],
  [
    'GMT',
    0,
    '',
    'Africa/Abidjan Africa/Accra Africa/Bamako Africa/Banjul Africa/Bissau Africa/Conakry Africa/Dakar Africa/Freetown Africa/Lome Africa/Monrovia Africa/Nouakchott Africa/Ouagadougou Africa/Sao_Tome Africa/Timbuktu America/Danmarkshavn Atlantic/Reykjavik Atlantic/St_Helena Etc/GMT Etc/GMT+0 Etc/GMT-0 Etc/GMT0 Etc/Greenwich GMT GMT+0 GMT-0 GMT0 Greenwich Iceland',
  ],
  ['GMT', 0, 'BST', 'Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey Europe/London GB GB-Eire'],
  [
    'CET',
    3600,
    'CEST',
    'Africa/Ceuta Arctic/Longyearbyen Atlantic/Jan_Mayen CET Europe/Amsterdam Europe/Andorra Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Budapest Europe/Busingen Europe/Copenhagen Europe/Gibraltar Europe/Ljubljana Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Monaco Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Rome Europe/San_Marino Europe/Sarajevo Europe/Skopje Europe/Stockholm Europe/Tirane Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Warsaw Europe/Zagreb Europe/Zurich Poland',
  ],
  ['IST', 3600, 'GMT', 'Eire Europe/Dublin'],
  ['MET', 3600, 'MEST', 'MET'],
  [
    'WAT',
    3600,
    '',
    'Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Luanda Africa/Malabo Africa/Ndjamena Africa/Niamey Africa/Porto-Novo',
  ],
  ['CET', 3600, '', 'Africa/Algiers Africa/Tunis'],
  [
    'EET',
    7200,
    'EEST',
    'Africa/Cairo Asia/Beirut Asia/Famagusta Asia/Gaza Asia/Hebron Asia/Nicosia EET Egypt Europe/Athens Europe/Bucharest Europe/Chisinau Europe/Helsinki Europe/Kiev Europe/Kyiv Europe/Mariehamn Europe/Nicosia Europe/Riga Europe/Sofia Europe/Tallinn Europe/Tiraspol Europe/Uzhgorod Europe/Vilnius Europe/Zaporozhye',
  ],
  ['EET', 7200, '', 'Africa/Tripoli Europe/Kaliningrad Libya'],
  ['IST', 7200, 'IDT', 'Asia/Jerusalem Asia/Tel_Aviv Israel'],
  ['SAST', 7200, '', 'Africa/Johannesburg Africa/Maseru Africa/Mbabane'],
  [
    'CAT',
    7200,
    '',
    'Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Juba Africa/Khartoum Africa/Kigali Africa/Lubumbashi Africa/Lusaka Africa/Maputo Africa/Windhoek',
  ],
  ['MSK', 10800, '', 'Europe/Kirov Europe/Moscow Europe/Simferopol Europe/Volgograd W-SU'],
  [
    'EAT',
    10800,
    '',
    'Africa/Addis_Ababa Africa/Asmara Africa/Asmera Africa/Dar_es_Salaam Africa/Djibouti Africa/Kampala Africa/Mogadishu Africa/Nairobi Indian/Antananarivo Indian/Comoro Indian/Mayotte',
  ],
  ['PKT', 18000, '', 'Asia/Karachi'],
  ['IST', 19800, '', 'Asia/Calcutta Asia/Kolkata'],
  ['WIB', 25200, '', 'Asia/Jakarta Asia/Pontianak'],
  ['HKT', 28800, '', 'Asia/Hong_Kong Hongkong'],
  [
    'CST',
    28800,
    '',
    'Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Macao Asia/Macau Asia/Shanghai Asia/Taipei PRC ROC',
  ],
  ['PST', 28800, '', 'Asia/Manila'],
  ['WITA', 28800, '', 'Asia/Makassar Asia/Ujung_Pandang'],
  ['AWST', 28800, '', 'Australia/Perth Australia/West'],
  ['JST', 32400, '', 'Asia/Tokyo Japan'],
  ['KST', 32400, '', 'Asia/Pyongyang Asia/Seoul ROK'],
  ['WIT', 32400, '', 'Asia/Jayapura'],
  ['ACST', 34200, '', 'Australia/Darwin Australia/North'],
  ['ACST', 34200, 'ACDT', 'Australia/Adelaide Australia/Broken_Hill Australia/South Australia/Yancowinna'],
  ['ChST', 36000, '', 'Pacific/Guam Pacific/Saipan'],
  [
    'AEST',
    36000,
    'AEDT',
    'Antarctica/Macquarie Australia/ACT Australia/Canberra Australia/Currie Australia/Hobart Australia/Melbourne Australia/NSW Australia/Sydney Australia/Tasmania Australia/Victoria',
  ],
  ['AEST', 36000, '', 'Australia/Brisbane Australia/Lindeman Australia/Queensland'],
  ['NZST', 43200, 'NZDT', 'Antarctica/McMurdo Antarctica/South_Pole NZ Pacific/Auckland'],
];

const byPlace = new Map(named.flatMap((names) => names[3].split(' ').map((place) => [place, names] as const)));

/** What Go calls the time of a place at an offset: `CEST`, or `-03` and `+0545` where it has no name. */
export function zoneName(place: string, offset: number): string {
  // Before there were zones, each place had its own time.
  if (offset % 60 !== 0) return 'LMT';
  const names = byPlace.get(place);
  if (names) return offset === names[1] ? names[0] : names[2];
  const minutes = Math.abs(offset) / 60;
  const pad = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${pad(minutes / 60)}${minutes % 60 ? pad(minutes % 60) : ''}`;
}
