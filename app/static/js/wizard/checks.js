/** The server's checks once more, so that a slip is told at once (app/forms/types/ has the same rules and decides). */
import { inputs, isGiven, isLater } from "./answers.js";

const digits = (text) => text.replace(/[\s.,()\u2010-\u2015\u200b-\u200f-]/g, "");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().replace(/\s+/g, " ").trim();
const bare = (text) => text.toLowerCase().replace(/\s+/g, " ").trim().replace(/^(xã|phường|đặc khu|xa|phuong|dac khu) /, "");

/**
 * @param {HTMLElement} one a question
 * @param {Object} messages question type -> name -> sentence
 * @returns {string} what to do now, or nothing where the answer can stay
 */
export function problem(one, messages) {
  const { type } = one.dataset;
  const say = messages[type] || messages.choice || {};
  if (type === "people" || type === "consent") return "";
  if (!isGiven(one)) return "required" in one.dataset && !isLater(one) ? say.missing : "";
  if (isLater(one) || !(type in checks)) return "";
  return say[checks[type](...inputs(one).map((field) => field.value.trim()), one)] || "";
}

const checks = {
  person_name: (name) => (/^[\p{L}\p{M} '’‘ʼ\-‐‑.]+$/u.test(name) && /\p{L}/u.test(name) ? "" : "letters"),
  citizen_id(text, one) {
    const number = digits(text);
    if (!/^(\d{9}|\d{12})$/.test(number)) return "length";
    if (number.length === 9) return "";
    const province = Number(number.slice(0, 3));
    return province < 1 || province > 96 ? "wrong" : disagrees(number, one);
  },
  phone(text) {
    const number = digits(text).replace(/^(\+|00)?840?(?=[1-9]\d{8,9}$)/, "0");
    return /^(0[1-9]\d{8}|02\d{9})$/.test(number) ? "" : "wrong";
  },
  number(text, one) {
    const { kind } = one.dataset;
    const number = digits(text).replace(kind === "money" ? /(vnd|đồng|đ)$/i : "", "");
    if (kind === "year") return /^\d{4}$/.test(number) && number >= 1900 && number <= new Date().getFullYear() ? "" : "year";
    if (!/^\d{1,15}$/.test(number)) return "wrong";
    const [least, most] = kind === "money" ? [0, 999999999999] : [1, 9999];
    return number >= least && number <= most ? "" : "range";
  },
  text: (text, one) => (one.dataset.kind === "email" && !/^[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+$/.test(text) ? "email" : ""),
  date: dateProblem,
  place: placeProblem,
};

/** The number names a year of birth and a sex; beside it somebody answered another one. */
function disagrees(number, one) {
  const { elements } = one.closest("form");
  const value = (name) => (elements[one.dataset.question.replace(/so_dinh_danh$/, name)] || {}).value || "";
  const born = value("ngay_sinh.year") || value("nam_sinh");
  const mark = Number(number[3]);
  const year = 1900 + 100 * Math.floor(mark / 2) + Number(number.slice(4, 6));
  const isOther = /^\d{4}$/.test(born) && (year !== Number(born) || value("gioi_tinh") === ["Nữ", "Nam"][mark % 2]);
  return isOther ? "disagrees" : "";
}

function dateProblem(day, month, year, one) {
  if (!/^\d{4}$/.test(year) || year < 1900 || year > new Date().getFullYear() + 100) return "year";
  if (month && !(/^\d{1,2}$/.test(month) && month >= 1 && month <= 12)) return "month";
  if (day && !month) return "no_month";
  if (day && !(/^\d{1,2}$/.test(day) && day >= 1 && day <= new Date(year, month, 0).getDate())) return "day";
  const first = new Date(year, (month || 1) - 1, day || 1);
  return first > new Date() && !("future" in one.dataset) ? "future" : "";
}

function placeProblem(province, commune, detail, one) {
  if (!province) return "province";
  if (!commune) return "commune";
  const { form } = inputs(one)[0];
  const known = communesOf(form, province);
  return known && known.options.length && !communeNamed(form, province, commune) ? "unknown" : "";
}

/** The list of a province's communes where the page has it: of its own always, of another once somebody went to type there. */
export const communesOf = (form, province) => document.getElementById(province === form.dataset.province ? "communes" : `communes-${province}`);

/** @returns {string} the full name of the one commune that was meant, with or without accents; nothing where it is unclear */
export function communeNamed(form, province, typed) {
  const known = communesOf(form, province);
  const alike = (known ? [...known.options] : []).map((option) => option.value).filter((name) => fold(bare(name)) === fold(bare(typed)));
  const same = alike.filter((name) => bare(name) === bare(typed));
  return (alike.length === 1 ? alike : same)[0] || "";
}
