/** Reads and fills the fields of an interest: where, how serious, about what, and when not. */

/** Lets a person name more places than one, each in its own list. */
export function allowMorePlaces(form) {
  const button = form.querySelector("[data-add-area]");
  button.hidden = false;
  button.addEventListener("click", () => addPlace(form).focus());
}

function addPlace(form) {
  const places = form.querySelector("[data-areas]");
  const another = places.firstElementChild.cloneNode(true);
  another.querySelector("option").textContent = "None";
  places.append(another);
  const select = another.querySelector("select");
  select.value = "";
  return select;
}

/** Quiet hours are by the clock of this device. */
export function prepareQuietHours(form) {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  form.querySelector("[name=timeZone]").value = timeZone;
  form.querySelector("[data-time-zone]").textContent = `Times are those of ${timeZone.replaceAll("_", " ")}.`;
}

function readQuietHours(data) {
  const [from, to] = [data.get("quietFrom"), data.get("quietTo")];
  if (!data.has("isQuiet") || !from || !to) return undefined;
  return {
    from,
    to,
    timeZone: data.get("timeZone"),
    below: data.get("quietBelow"),
  };
}

function fillQuietHours(form, quietHours) {
  form.querySelector("[name=isQuiet]").checked = quietHours !== undefined;
  if (!quietHours) return;
  form.querySelector("[data-quiet-hours]").open = true;
  form.querySelector("[name=quietFrom]").value = quietHours.from;
  form.querySelector("[name=quietTo]").value = quietHours.to;
  for (const radio of form.querySelectorAll("[name=quietBelow]"))
    radio.checked = radio.value === quietHours.below;
}

export function readInterest(form) {
  const data = new FormData(form);
  return {
    areas: [...new Set(data.getAll("areas").filter((code) => code !== ""))],
    substanceClasses: data.getAll("substanceClasses"),
    levelFloor: data.get("levelFloor"),
    language: data.get("language"),
    quietHours: readQuietHours(data),
  };
}

export function fillInterest(form, interest) {
  const [first, ...others] = interest.areas;
  form.querySelector("select[name=areas]").value = first ?? "";
  for (const code of others) addPlace(form).value = code;
  for (const box of form.querySelectorAll("[name=substanceClasses]"))
    box.checked = interest.substanceClasses.includes(box.value);
  for (const radio of form.querySelectorAll("[name=levelFloor]"))
    radio.checked = radio.value === interest.levelFloor;
  form.querySelector("[name=language]").value = interest.language;
  fillQuietHours(form, interest.quietHours);
}
