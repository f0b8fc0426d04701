{
	"patcher": {
		"fileversion": 1,
		"appversion": {
			"major": 8,
			"minor": 5,
			"revision": 5,
			"architecture": "x64",
			"modernui": 1
		},
		"classnamespace": "box",
		"rect": [
			100.0,
			100.0,
			860.0,
			880.0
		],
		"bglocked": 0,
		"openinpresentation": 0,
		"default_fontsize": 12.0,
		"default_fontface": 0,
		"default_fontname": "Arial",
		"gridonopen": 1,
		"gridsize": [
			15.0,
			15.0
		],
		"gridsnaponopen": 1,
		"objectsnaponopen": 1,
		"statusbarvisible": 2,
		"toolbarvisible": 1,
		"boxanimatetime": 200,
		"enablehscroll": 1,
		"enablevscroll": 1,
		"description": "",
		"digest": "",
		"tags": "",
		"style": "",
		"boxes": [
			{
				"box": {
					"id": "obj-1",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						20.0,
						14.0,
						146.0,
						32.0
					],
					"text": "gan.scenes",
					"fontsize": 24.0,
					"fontface": 1
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						52.0,
						390.2,
						20.0
					],
					"text": "Store and recall all that is set, and play between scenes",
					"fontsize": 12.0,
					"fontface": 1
				}
			},
			{
				"box": {
					"id": "obj-3",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						72.0,
						746.5999999999999,
						20.0
					],
					"text": "Type a name to store a scene, choose one to recall it in so many seconds, and move the point between the nodes:",
					"fontsize": 12.0,
					"fontface": 0
				}
			},
			{
				"box": {
					"id": "obj-4",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						92.0,
						311.0,
						20.0
					],
					"text": "each voice goes where the scenes near it say.",
					"fontsize": 12.0,
					"fontface": 0
				}
			},
			{
				"box": {
					"id": "obj-5",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						30.0,
						124.0,
						84.6,
						22.0
					],
					"text": "store night"
				}
			},
			{
				"box": {
					"id": "obj-6",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						122.6,
						125.0,
						146.0,
						20.0
					],
					"text": "keep all that is set",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						42.0,
						154.0,
						104.39999999999999,
						22.0
					],
					"text": "recall night 8"
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						154.39999999999998,
						155.0,
						179.0,
						20.0
					],
					"text": "go there in eight seconds",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-9",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						54.0,
						184.0,
						104.39999999999999,
						22.0
					],
					"text": "ends day night"
				}
			},
			{
				"box": {
					"id": "obj-10",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						166.39999999999998,
						185.0,
						271.4,
						20.0
					],
					"text": "the two scenes between which morph goes",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-11",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						66.0,
						214.0,
						71.4,
						22.0
					],
					"text": "morph 0.3"
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						145.4,
						215.0,
						132.8,
						20.0
					],
					"text": "a third of the way",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-13",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						78.0,
						244.0,
						137.39999999999998,
						22.0
					],
					"text": "blend day 1 night 2"
				}
			},
			{
				"box": {
					"id": "obj-14",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						223.39999999999998,
						245.0,
						304.4,
						20.0
					],
					"text": "every voice between scenes, by their weights",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						90.0,
						274.0,
						38.4,
						22.0
					],
					"text": "undo"
				}
			},
			{
				"box": {
					"id": "obj-16",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						136.4,
						275.0,
						291.2,
						20.0
					],
					"text": "bring back what was stored over or deleted",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-17",
					"maxclass": "bpatcher",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						30.0,
						328.0,
						280.0,
						400.0
					],
					"name": "gan.scenes.maxpat",
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"border": 0,
					"args": [
						7770
					],
					"offset": [
						0.0,
						0.0
					],
					"viewvisibility": 1,
					"lockeddragscroll": 0,
					"bgmode": 0
				}
			},
			{
				"box": {
					"id": "obj-18",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						30.0,
						754.0,
						132.8,
						22.0
					],
					"text": "print gan.scenes-1"
				}
			},
			{
				"box": {
					"id": "obj-19",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						180.0,
						780.0,
						132.8,
						22.0
					],
					"text": "print gan.scenes-2"
				}
			},
			{
				"box": {
					"id": "obj-20",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						820.0,
						284.59999999999997,
						20.0
					],
					"text": "port: where the instrument listens (7770)",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-21",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 5,
					"outlettype": [
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						640.0,
						14.0,
						146.0,
						22.0
					],
					"text": "gan.server 7770 7771"
				}
			},
			{
				"box": {
					"id": "obj-22",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						640.0,
						38.0,
						198.79999999999998,
						20.0
					],
					"text": "the connection, once a patch",
					"fontsize": 12.0
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"source": [
						"obj-5",
						0
					],
					"destination": [
						"obj-17",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-7",
						0
					],
					"destination": [
						"obj-17",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-9",
						0
					],
					"destination": [
						"obj-17",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-11",
						0
					],
					"destination": [
						"obj-17",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-13",
						0
					],
					"destination": [
						"obj-17",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						0
					],
					"destination": [
						"obj-17",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-17",
						0
					],
					"destination": [
						"obj-18",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-17",
						1
					],
					"destination": [
						"obj-19",
						0
					]
				}
			}
		]
	}
}
