// Passkeys: a form marked data-passkey asks the server what to sign, the browser signs, the form carries it back.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// From the server's JSON to what the browser takes, and back: named parts of both are bytes.
const taken = (options) => {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"]) options[list]?.forEach((one) => {
    one.id = bytes(one.id);
  });
  return options;
};
const given = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: {}
  });
};

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  document.querySelector("[data-no-passkey]")?.remove();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      const body = new URLSearchParams({
        csrf_token: form.elements.csrf_token.value,
        for: form.dataset.for ?? ""
      });
      const answer = await fetch(form.dataset.options, {
        method: "POST",
        body
      });
      const publicKey = taken(await answer.json());
      form.elements[form.dataset.field ?? "credential"].value = given(await navigator.credentials[form.dataset.passkey]({
        publicKey
      }));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
