/*
 * opposite_words.h - what is done, and what undoes it, by language: a step that does the one is not the other,
 * whatever else their titles share. A word is read from its beginning; '$': to its end.
 * As legend_fold() has them: "включ" is "bkлюч".
 *
 *	OPPOSITE(language, one, other, an example of each)
 */
OPPOSITE("en", "enabl|activat", "disabl|deactivat", "Enable backups", "Disable backups")
OPPOSITE("en", "start", "stop|halt", "Start the proxy", "Stop the proxy")
OPPOSITE("en", "add$|adds$|adding$", "remov|delet|drop$|drops$|dropping$", "Add node 3",
	 "Remove node 3")
OPPOSITE("en", "creat", "delet|destroy|remov|drop$", "Create the database",
	 "Destroy the database")
OPPOSITE("en", "install", "uninstall|remov", "Install the agent", "Uninstall the agent")
OPPOSITE("en", "mount", "unmount|umount", "Mount /srv", "Unmount /srv")
OPPOSITE("en", "lock|freez", "unlock|unfreez|thaw", "Lock the accounts", "Unlock the accounts")
OPPOSITE("en", "open$|opens$|opening$", "close$|closes$|closing$", "Open the gates",
	 "Close the gates")
OPPOSITE("en", "attach|connect", "detach|disconnect", "Attach the volume", "Detach the volume")
OPPOSITE("en", "upgrad", "downgrad", "Upgrade the nodes", "Downgrade the nodes")
OPPOSITE("en", "promot", "demot", "Promote the replica", "Demote the replica")
OPPOSITE("en", "encrypt", "decrypt", "Encrypt the disk", "Decrypt the disk")
OPPOSITE("en", "import", "export", "Import the data", "Export the data")
OPPOSITE("en", "allow|permit", "block|deny|forbid", "Allow traffic", "Block traffic")
OPPOSITE("en", "grant", "revok", "Grant access", "Revoke access")
OPPOSITE("en", "increas|rais", "decreas|reduc|lower", "Increase the quota", "Reduce the quota")
OPPOSITE("en", "pause$|suspend", "resum", "Pause the queue", "Resume the queue")
OPPOSITE("en", "backup|back up", "restor", "Back up the database", "Restore the database")
OPPOSITE("en", "deploy|roll out|release", "rollback|roll back|revert|undo",
	 "Deploy the service", "Roll back the service")
OPPOSITE("en", "up$|on$", "down$|off$", "Turn alerts on", "Turn alerts off")
OPPOSITE("de", "aktivier|einschalt", "deaktivier|abschalt|ausschalt", "Alarme einschalten",
	 "Alarme abschalten")
OPPOSITE("de", "start", "stopp|stop$|anhalt", "Proxy starten", "Proxy stoppen")
OPPOSITE("de", "hinzufug|anleg|erstell", "entfern|losch", "Knoten hinzufügen",
	 "Knoten entfernen")
OPPOSITE("de", "installier", "deinstallier|entfern", "Agent installieren",
	 "Agent deinstallieren")
OPPOSITE("de", "sperr", "entsperr|freigeb", "Konten sperren", "Konten entsperren")
OPPOSITE("de", "sichern|sicherung", "wiederherstell", "Datenbank sichern",
	 "Datenbank wiederherstellen")
OPPOSITE("de", "hochfahr", "herunterfahr", "Server hochfahren", "Server herunterfahren")
OPPOSITE("de", "offn", "schließ|schliess", "Tor öffnen", "Tor schließen")
OPPOSITE("de", "erhoh", "senk|reduzier|verringer", "Quote erhöhen", "Quote senken")
OPPOSITE("fr", "activ", "desactiv", "Activer les alertes", "Désactiver les alertes")
OPPOSITE("fr", "demarr|lanc", "arret", "Démarrer le proxy", "Arrêter le proxy")
OPPOSITE("fr", "ajout|cree", "supprim|retir", "Ajouter le nœud", "Supprimer le nœud")
OPPOSITE("fr", "install", "desinstall", "Installer l'agent", "Désinstaller l'agent")
OPPOSITE("fr", "verrouill", "deverrouill", "Verrouiller les comptes",
	 "Déverrouiller les comptes")
OPPOSITE("fr", "ouvr", "ferm", "Ouvrir la porte", "Fermer la porte")
OPPOSITE("fr", "sauvegard", "restaur", "Sauvegarder la base", "Restaurer la base")
OPPOSITE("es", "activ|habilit", "desactiv|deshabilit", "Activar alertas", "Desactivar alertas")
OPPOSITE("es", "inici|arranc", "deten|parar$", "Iniciar el proxy", "Detener el proxy")
OPPOSITE("es", "anad|agreg|crear$", "elimin|borr|quit", "Añadir el nodo", "Eliminar el nodo")
OPPOSITE("es", "bloque", "desbloque", "Bloquear cuentas", "Desbloquear cuentas")
OPPOSITE("es", "abrir$", "cerrar$", "Abrir la puerta", "Cerrar la puerta")
OPPOSITE("es", "respald", "restaur", "Respaldar la base", "Restaurar la base")
OPPOSITE("pt", "ativ|habilit|ligar$", "desativ|desabilit|desligar$", "Ativar alertas",
	 "Desativar alertas")
OPPOSITE("pt", "inici", "parar$|interromp", "Iniciar o proxy", "Parar o proxy")
OPPOSITE("pt", "adicion|criar$", "remov|exclu|apag", "Adicionar o nó", "Remover o nó")
OPPOSITE("it", "attiv|abilit", "disattiv|disabilit", "Attivare gli avvisi",
	 "Disattivare gli avvisi")
OPPOSITE("it", "avvi", "ferm|arrest", "Avviare il proxy", "Fermare il proxy")
OPPOSITE("it", "aggiung|crea", "rimuov|elimin", "Aggiungere il nodo", "Rimuovere il nodo")
OPPOSITE("nl", "inschakel", "uitschakel", "Alarmen inschakelen", "Alarmen uitschakelen")
OPPOSITE("nl", "toevoeg", "verwijder", "Node toevoegen", "Node verwijderen")
OPPOSITE("ru", "bkлюч", "bыkлюч|otkлюч", "Включить алерты", "Отключить алерты")
OPPOSITE("ru", "зanyc", "octahob", "Запустить прокси", "Остановить прокси")
OPPOSITE("ru", "дoбab|coздa", "yдaл", "Добавить узел", "Удалить узел")
OPPOSITE("ru", "otkpы", "зakpы", "Открыть доступ", "Закрыть доступ")
OPPOSITE("pl", "uruchom", "zatrzym", "Uruchomić proxy", "Zatrzymać proxy")
OPPOSITE("zh", "启用|启动|开始", "禁用|停用|停止", "启用备份", "禁用备份")
OPPOSITE("zh", "添加|创建|新增", "删除|移除", "添加节点", "删除节点")
OPPOSITE("zh", "打开", "关闭", "打开网关", "关闭网关")
OPPOSITE("zh", "备份", "恢复|还原", "备份数据库", "恢复数据库")
OPPOSITE("ja", "有効", "無効", "監視を有効にする", "監視を無効にする")
OPPOSITE("ja", "開始|起動", "停止", "サービスを起動", "サービスを停止")
OPPOSITE("ja", "追加|作成", "削除", "ノードを追加", "ノードを削除")
OPPOSITE("ko", "시작", "중지", "프록시 시작", "프록시 중지")
OPPOSITE("ko", "추가", "삭제", "노드 추가", "노드 삭제")
