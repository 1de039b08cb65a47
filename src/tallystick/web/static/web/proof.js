// Verifies an inclusion proof (RFC 6962) and its signed checkpoint (c2sp.org/signed-note) here.
"use strict";

const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16));
const base64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

async function hash(prefix, ...parts) {
  const whole = new Uint8Array(await new Blob([Uint8Array.of(prefix), ...parts]).arrayBuffer());
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

// The root that a leaf leads to by its path; null where the path does not fit the tree.
async function rootOf(leaf, index, size, path) {
  let place = BigInt(index), last = BigInt(size) - 1n, root = leaf;
  if (place > last) return null;
  for (const sibling of path) {
    if (last === 0n) return null;
    if (place % 2n === 1n || place === last) {
      root = await hash(1, sibling, root);
      while (place % 2n === 0n && place !== 0n) { place /= 2n; last /= 2n; }
    } else {
      root = await hash(1, root, sibling);
    }
    place /= 2n;
    last /= 2n;
  }
  return last === 0n ? root : null;
}

// The size and root that a checkpoint states, the text that is signed, and its signatures.
function checkpointOf(note) {
  const split = note.indexOf("\n\n");
  const text = note.slice(0, split + 1);
  const [, size, root] = text.split("\n");
  const signatures = note.slice(split + 2).split("\n").filter((line) => line.startsWith("— "));
  return { text, size: BigInt(size), root: base64(root), signatures };
}

// Whether the key has signed; null where the browser does not know Ed25519.
async function isSigned(checkpoint, line) {
  const parts = line.split("+");
  const [name, material] = [parts[0], base64(parts.slice(2).join("+"))];
  let key;
  try {
    key = await crypto.subtle.importKey("raw", material.slice(1), "Ed25519", false, ["verify"]);
  } catch {
    return null;
  }
  const text = new TextEncoder().encode(checkpoint.text);
  for (const signature of checkpoint.signatures) {
    const [, signer, encoded] = signature.split(" ");
    if (signer === name && await crypto.subtle.verify("Ed25519", key, base64(encoded).slice(4), text)) return true;
  }
  return false;
}

async function verdictOf(proof) {
  const leaf = await hash(0, new TextEncoder().encode(proof.leaf));
  const root = await rootOf(leaf, proof.index, proof.size, proof.path.map(bytes));
  const checkpoint = checkpointOf(proof.checkpoint);
  const holds = root !== null && same(leaf, bytes(proof.hash)) && same(root, bytes(proof.root))
    && same(root, checkpoint.root) && checkpoint.size === BigInt(proof.size);
  if (!holds) return "invalid";
  if (!proof.public_key) return "valid";
  const signed = await isSigned(checkpoint, proof.public_key);
  return signed === null ? "unsigned" : signed ? "signed" : "invalid";
}

async function show() {
  const shown = document.getElementById("proof-verdict");
  const link = document.getElementById("proof-file");
  if (!shown || !link) return;
  let verdict = "insecure";
  if (globalThis.crypto?.subtle) {
    try {
      verdict = await verdictOf(await (await fetch(link.href)).json());
    } catch {
      verdict = "invalid";
    }
  }
  shown.textContent = shown.dataset[verdict];
  shown.classList.toggle("pass", verdict === "signed" || verdict === "valid");
  shown.classList.toggle("fail", verdict === "invalid");
}

show();
