/** A unit of measure: those of one dimension can be compared. */
export interface Unit {
  /** Its usual sign, also of "mg/kg". */
  readonly name: string;
  readonly dimension: string;
  /** How many of the dimension's first unit it is; 0: not to be converted. */
  readonly factor: number;
}

/** dimension: sign = factor: spellings. Singular and plural; signs are compared with their case where `mg` and `Mg` differ. */
const TABLE = `
mass: mcg=1e-6:µg|μg|ug|microgram|micrograms|mikrogramm; mg=1e-3:milligram|milligrams|milligramm|mgs; g=1:gram|grams|gramm|gm|gms; kg=1e3:kilo|kilos|kilogram|kilograms|kilogramm|kgs; lb=453.592:lbs|pound|pounds; oz=28.3495:ounce|ounces; t=1e6:tonne|tonnes|ton|tons|tonnen
volume: ml=1e-3:mL|cc|milliliter|milliliters|millilitre|millilitres; dl=0.1:dL|deciliter|decilitre; l=1:L|liter|liters|litre|litres; gal=3.78541:gallon|gallons
length: nm=1e-9:nanometer|nanometers|nanometre|nanometres; mm=1e-3:millimeter|millimeters|millimetre|millimetres; cm=1e-2:centimeter|centimeters|centimetre|centimetres|zentimeter; m=1:meter|meters|metre|metres; km=1e3:kilometer|kilometers|kilometre|kilometres; inch=0.0254:inches; ft=0.3048:foot|feet; yd=0.9144:yard|yards; mi=1609.344:mile|miles
time: ms=1e-3:millisecond|milliseconds; s=1:sec|secs|seconds|sekunde|sekunden; min=60:mins|minute|minutes|minuten; h=3600:hr|hrs|hour|hours|stunde|stunden; d=86400:day|days|tag|tage|tagen; wk=604800:week|weeks|woche|wochen
months: mo=1:month|months|monat|monate|monaten; quarter=3:quarters; yr=12:yrs|year|years|jahr|jahre|jahren; decade=120:decades; century=1200:centuries
share: %=1:percent|pct|prozent; pp=0:percentage points
temperature: °C=1:degrees Celsius|degree Celsius; °F=0:degrees Fahrenheit|degree Fahrenheit
angle: °=1:deg|degree|degrees|grad
pressure: mmHg=1:mm Hg; bar=750.06; psi=51.715; atm=760:atmosphere|atmospheres; Pa=0.0075
charge: mmol=1:millimole|millimoles; mEq=0; mol=1e3; IU=0:units|unit|iu
energy: kcal=1:calories|calorie; kJ=0.239; kWh=0; J=0:joule|joules
power: W=1:watt|watts; kW=1e3:kilowatt|kilowatts; MW=1e6:megawatt|megawatts; hp=745.7:horsepower
area: ha=1e4:hectare|hectares; acre=4046.86:acres; sqkm=1e6:km2|km²|square kilometers|square kilometres; sqmi=2.59e6:square miles|square mile; sqm=1:m2|m²|square meters|square metres; sqft=0.0929:square feet|square foot
speed: mph=1:miles per hour; kmh=0.621:km/h|kph|kilometers per hour; mach=0
frequency: Hz=1:hertz; kHz=1e3; MHz=1e6; GHz=1e9
data: kB=1e3:KB|kilobytes; MB=1e6:megabyte|megabytes; GB=1e9:gigabyte|gigabytes; bit=0:bits
form: tablet=1:tablets|tab|tabs|tablette|tabletten; capsule=1e-9:capsules|kapsel|kapseln; pill=1e-3:pills; drop=0:drops|tropfen; puff=0:puffs; patch=0:patches; spray=0:sprays; teaspoon=0:teaspoons|tsp; tablespoon=0:tablespoons|tbsp; pack=0:packs|packet|packets; cigarette=0:cigarettes
money: $=1:dollar|dollars|USD|US$; €=0:euro|euros|EUR; £=0:GBP|pounds sterling; ¥=0:yen|JPY; CHF=0:franken|francs; cent=0.01:cents
`;

const units = new Map<string, Unit>();
for (const line of TABLE.trim().split("\n")) {
  const [dimension = "", rest = ""] = line.split(/:(.*)/s);
  for (const one of rest.split(";")) {
    const [head = "", spellings = ""] = one.trim().split(/:(.*)/s);
    const [name = "", factor = "0"] = head.split("=");
    for (const spelling of [name, ...spellings.split("|")]) {
      if (spelling !== "") units.set(spelling, { name, dimension, factor: Number(factor) });
    }
  }
}

const CURRENCY = /(?:US\$|[$€£¥]|(?:USD|EUR|GBP|CHF|JPY)(?=\s?\d))\s?/uy;
/** Words of up to two parts; the longest that is known counts. */
const AFTER = /\)?[\s\u00a0-]{0,2}((?:per[\s\u00a0]cent)|[\p{L}°µμ%$€£¥²]+(?:[\s\u00a0][\p{L}]+)?)/uy;
const PER = /[\s\u00a0]?\/[\s\u00a0]?([\p{L}²]+)(?![\p{L}\p{N}])/uy;

/** A sign of money before a number. */
export function currencyAt(text: string, at: number): { unit: Unit; end: number } | null {
  CURRENCY.lastIndex = at;
  const match = CURRENCY.exec(text);
  if (match === null) return null;
  const unit = units.get(match[0].trim());
  return unit === undefined ? null : { unit, end: at + match[0].length };
}

/** The unit that follows a number which ends at `at`. */
export function unitAfter(text: string, at: number): { unit: Unit; end: number } | null {
  AFTER.lastIndex = at;
  const match = AFTER.exec(text);
  if (match === null) return null;
  const words = match[1] ?? "";
  const gap = match[0].length - words.length;
  const [first = ""] = words.split(/[\s\u00a0]/);
  for (const spelling of new Set([words, first])) {
    const unit = named(spelling);
    if (unit !== null) return compound(text, unit, at + gap + spelling.length);
  }
  return null;
}

function named(spelling: string): Unit | null {
  if (/^per[\s\u00a0]cent$/i.test(spelling)) return units.get("%") ?? null;
  // Short signs count as they are written; words in any case.
  return units.get(spelling) ?? (spelling.length > 3 ? (units.get(spelling.toLowerCase()) ?? null) : null);
}

function compound(text: string, unit: Unit, end: number): { unit: Unit; end: number } {
  PER.lastIndex = end;
  const match = PER.exec(text);
  const other = match === null ? null : named(match[1] ?? "");
  if (match === null || other === null) return { unit, end };
  const name = `${unit.name}/${other.name}`;
  return {
    unit: { name, dimension: `${unit.dimension}/${other.name}`, factor: unit.factor },
    end: end + match[0].length,
  };
}

/** Words like "days" and "tablets" that measure something also without a number before them ("a few days"). */
export function isUnitWord(word: string): boolean {
  return word.length > 2 && units.has(word) && !AMBIGUOUS.has(word);
}

const AMBIGUOUS = new Set([
  "quarter",
  "second",
  "pound",
  "patch",
  "spray",
  "unit",
  "units",
  "grad",
  "bar",
  "pack",
  "packs",
  "drop",
  "drops",
  "atmosphere",
  "degrees",
  "degree",
  "mol",
  "foot",
  "min",
  "tab",
]);

/** The same amount, where both can be expressed in one unit. */
export function sameAmount(value: number, unit: Unit, otherValue: number, other: Unit): boolean {
  if (unit.name === other.name) return isSame(value, otherValue);
  if (unit.dimension !== other.dimension || unit.factor === 0 || other.factor === 0) return false;
  return isSame(value * unit.factor, otherValue * other.factor);
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
}
