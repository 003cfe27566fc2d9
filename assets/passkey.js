// What needs a passkey is shown by this script alone; it asks the browser for one and sends the answer
// by a plain form. Nothing is fetched and nothing is kept.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const all = (what) => document.querySelectorAll(`[data-passkey="${what}"]`);
  for (const offer of all("offer")) offer.hidden = false;
  for (const without of all("without")) without.hidden = true;

  const form = document.querySelector('form[data-passkey="get"], form[data-passkey="create"]');
  if (!form) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer || [])))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const fill = (name, buffer) => { form.elements[name].value = text(buffer); };
  const { challenge, site, siteName, person, loginName, known } = form.dataset;

  const get = async () => {
    const answer = await navigator.credentials.get({
      publicKey: { challenge: bytes(challenge), rpId: site, userVerification: "required" },
    });
    fill("credential", answer.rawId);
    fill("client_data", answer.response.clientDataJSON);
    fill("authenticator_data", answer.response.authenticatorData);
    fill("signature", answer.response.signature);
    fill("user_handle", answer.response.userHandle);
  };

  const create = async () => {
    const answer = await navigator.credentials.create({
      publicKey: {
        challenge: bytes(challenge),
        rp: { id: site, name: siteName },
        user: { id: bytes(person), name: loginName, displayName: loginName },
        pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -8 }],
        excludeCredentials: known.split(" ").filter(Boolean)
          .map((id) => ({ type: "public-key", id: bytes(id) })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        attestation: "none",
      },
    });
    fill("client_data", answer.response.clientDataJSON);
    fill("attestation_object", answer.response.attestationObject);
  };

  let asking = false;
  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      await (form.dataset.passkey === "get" ? get() : create());
      form.submit();
    } catch {
      for (const failed of all("failed")) failed.hidden = false;
    } finally {
      asking = false;
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  ask();
})();
