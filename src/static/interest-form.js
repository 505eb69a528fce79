/** Reads and fills the fields of an interest: where, how serious, about what. */

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

export function readInterest(form) {
  const data = new FormData(form);
  return {
    areas: [...new Set(data.getAll("areas").filter((code) => code !== ""))],
    substanceClasses: data.getAll("substanceClasses"),
    levelFloor: data.get("levelFloor"),
    language: data.get("language"),
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
}
