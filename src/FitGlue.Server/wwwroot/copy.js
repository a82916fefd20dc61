// Puts a button above every text that is meant to be copied; without a script the text is there to be selected.
for (const text of document.querySelectorAll('[data-copy]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text.value);
    button.textContent = 'Copied';
  });
  text.before(button);
}
