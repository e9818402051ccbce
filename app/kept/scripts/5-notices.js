/* Notices: what the server says is shown as it is; a tap opens the dossier's page, on this host only. */
self.addEventListener("push", (event) => {
  const { title, body, address } = event.data ? event.data.json() : {};
  if (!body) return;
  event.waitUntil(self.registration.showNotification(title, { body, tag: address, icon: "/icon-192.png", data: { address } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const to = new URL(event.notification.data.address, location.origin);
  if (to.origin === location.origin) event.waitUntil(self.clients.openWindow(to.href));
});
