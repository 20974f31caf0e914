import { birthDateOf, checkIdentityNumber, type IdentityNumberFault } from './identity-number';
import { plainCode } from './plain-text';

/**
 * By which document a natural person is known. Each kind has its own spelling and its own check, so that one person has one number under it; a text
 * that is no number of any kind passes nowhere. Residents of Hong Kong, Macao and Taiwan with a residence permit have a number as all residents.
 */
export const DOCUMENT_KINDS = ['resident', 'hk-macao-permit', 'taiwan-permit', 'permanent-resident', 'passport'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export interface PersonDocument {
  readonly kind: DocumentKind;
  /** In its canonical spelling. */
  readonly number: string;
  /** `YYYY-MM-DD`, where the number says it. */
  readonly born?: string;
}

export type DocumentFault = IdentityNumberFault | 'region' | 'state';
export type DocumentCheck = { readonly ok: true; readonly document: PersonDocument } | { readonly ok: false; readonly reason: DocumentFault };

export interface DocumentContext {
  /** Beijing's date: nobody is born after it. */
  readonly today: string;
  /** Whether region 99, which does not exist, passes: demonstrations only. */
  readonly fictional: boolean;
}

/** GB/T 2260, first two digits. */
const PROVINCES: ReadonlySet<string> = new Set('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '));
const FICTIONAL = '99';
const OLDEST = '1900-01-01';

/** ISO 3166-1. Not among them: China's own (CHN, HKG, MAC, TWN), whose people have a number of another kind here. */
const STATES: ReadonlySet<string> = new Set(
  (
    'ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CIV CMR COD COG COK COL COM ' +
    'CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HMD HND HRV HTI HUN ' +
    'IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT ' +
    'MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM ' +
    'SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE'
  ).split(' '),
);

const wrong = (reason: DocumentFault): DocumentCheck => ({ ok: false, reason });

/** What was right by its shape, cut to the part that stays when the document is issued again. */
const shaped = (kind: DocumentKind, text: string, shape: RegExp): DocumentCheck => {
  const [, number] = shape.exec(text) ?? [];
  return number ? { ok: true, document: { kind, number } } : wrong('shape');
};

function resident(text: string, { today, fictional }: DocumentContext): DocumentCheck {
  const checked = checkIdentityNumber(text);
  if (!checked.ok) return checked;
  const province = text.slice(0, 2);
  if (!PROVINCES.has(province) && !(fictional && province === FICTIONAL)) return wrong('region');
  const born = birthDateOf(text);
  return born < OLDEST || born > today ? wrong('birth-date') : { ok: true, document: { kind: 'resident', number: text, born } };
}

/** The card of 2023 has a number of 18: a 9, where it was applied for, the state, date of birth, serial, check character (GB 11643's rule). The older one has 15. */
function permanentResident(text: string): DocumentCheck {
  if (/^9\d{16}[\dX]$/.test(text)) {
    if (!PROVINCES.has(text.slice(1, 3))) return wrong('region');
    const checked = checkIdentityNumber(text);
    return checked.ok ? { ok: true, document: { kind: 'permanent-resident', number: text } } : checked;
  }
  const older = shaped('permanent-resident', text, /^([A-Z]{3}\d{12})$/);
  return older.ok && !STATES.has(text.slice(0, 3)) ? wrong('state') : older;
}

/** `USAX1234567`: the issuing state, then the number, which has at least four digits (ICAO 9303). */
function passport(text: string): DocumentCheck {
  const read = shaped('passport', text, /^([A-Z]{3}[A-Z0-9]{6,9})$/);
  if (!read.ok) return read;
  if (!STATES.has(text.slice(0, 3))) return wrong('state');
  return text.slice(3).replace(/\D/g, '').length >= 4 ? read : wrong('shape');
}

const READERS: Readonly<Record<DocumentKind, (text: string, context: DocumentContext) => DocumentCheck>> = {
  resident,
  // the last two digits count how often the permit was issued again
  'hk-macao-permit': (text) => shaped('hk-macao-permit', text, /^([HM]\d{8})(?:\d{2})?$/),
  // so do two digits and a letter on the older form
  'taiwan-permit': (text) => shaped('taiwan-permit', text, /^(\d{8})(?:\d{2}[A-Z]?)?$/),
  'permanent-resident': permanentResident,
  passport,
};

/** The document as everything rests on it: its canonical number, or what is wrong with it. */
export const readDocument = (kind: DocumentKind, text: string, context: DocumentContext): DocumentCheck => READERS[kind](plainCode(text), context);
