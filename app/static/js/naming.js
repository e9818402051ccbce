/** How what is kept is named: days, hours, bytes. */

const two = (number) => String(number).padStart(2, "0");

/** @returns {string} `22/11, 09:05`; with the year where it is another one */
export function moment(milliseconds) {
  const then = new Date(milliseconds);
  const year = then.getFullYear() === new Date().getFullYear() ? "" : `/${then.getFullYear()}`;
  return `${then.getDate()}/${then.getMonth() + 1}${year}, ${two(then.getHours())}:${two(then.getMinutes())}`;
}

/** @returns {string} how a draft is told from others: the person where the phone is their own, the day, the hour */
export const named = ({ person, day }) => [person, moment(day)].filter(Boolean).join(", ");

/** @returns {string} `340 kB`, `1,2 MB`: a thousand bytes at a time, as phones count */
export function size(bytes) {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  const [amount, unit] = bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  return `${amount.toFixed(1).replace(".", ",")} ${unit}`;
}
